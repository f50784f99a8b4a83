from tera.kept import Kept


def test_kept_forgets_what_was_unused_for_longest():
    kept = Kept(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.recall("a") == 1
    kept.keep("c", 3)

    assert [kept.recall(key) for key in "abc"] == [1, None, 3]


def test_kept_makes_a_value_once():
    kept, made = Kept(2), []

    values = [kept.get_or_make("a", lambda: made.append(1) or "A") for _time in range(2)]

    assert (values, made) == (["A", "A"], [1])
