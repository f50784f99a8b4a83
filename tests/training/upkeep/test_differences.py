import pytest

from training.upkeep.differences import GONE, differences
from training.upkeep.values import edition_keys, plain, seal


def test_differences_compare_what_was_is_and_should_be():
    old, new = {"name_es": "A", "municipality": ""}, {"municipality": "Potes", "name_es": "B"}

    rows = differences(old, new, {"name_es": "A", "municipality": "", "kind": "course"})

    assert [(row.key, row.old, row.now, row.new) for row in rows] == [
        ("name_es", "A", "A", "B"),
        ("municipality", "", "", "Potes"),
    ]


@pytest.mark.parametrize(
    ("now", "conflict"),
    [("old", False), ("new", False), ("third", True), ("", True)],
    ids=["unchanged", "done already", "changed otherwise", "emptied"],
)
def test_difference_is_a_conflict_only_when_a_third_value_is_published(now, conflict):
    (row,) = differences({"name_es": "old"}, {"name_es": "new"}, {"name_es": now})

    assert row.is_conflict is conflict


def test_difference_of_a_deleted_edition_is_a_conflict():
    (row,) = differences({"edition:7:places": 4}, {"edition:7:places": 5}, {"name_es": "A"})

    assert (row.now, row.is_conflict) == (GONE, True)


def test_difference_of_a_new_edition_is_none():
    (row,) = differences({}, {"edition:new1:places": 5}, {"name_es": "A"})

    assert (row.now, row.is_conflict) == ("", False)


def test_rows_come_in_the_order_of_the_form_the_editions_last():
    new = {
        "edition:new1:places": 1,
        "edition:12:places": 1,
        "edition:3:places": 1,
        "url": "x",
        "name_es": "A",
    }

    rows = [row.key for row in differences({}, new, {"name_es": ""})]

    assert rows == ["name_es", "url", "edition:3:places", "edition:12:places", "edition:new1:places"]
    assert edition_keys(rows) == ["3", "12", "new1"]


@pytest.mark.parametrize(("one", "other"), [("a\r\nb", "a\nb"), (None, ""), (["b", "a"], ["a", "b"])])
def test_the_same_value_has_the_same_seal(one, other):
    assert seal(plain(one)) == seal(plain(other))
