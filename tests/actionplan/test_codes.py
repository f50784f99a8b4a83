import pytest

from actionplan.codes import next_code


@pytest.mark.parametrize(
    ("parent", "taken", "code"),
    [
        ("pq1", [], "a1-1"),
        ("pq1", ["a1-1", "a1-3", "a2-9", "pq1"], "a1-4"),
        ("pq2", ["a1-1", "a12-1"], "a2-1"),
        ("l0", ["a0-3"], "a0-4"),
        ("line", ["a-2"], "a-3"),
        ("pq1", ["a1-9", "a1-10"], "a1-11"),
    ],
    ids=["first", "holes-stay", "own-prefix", "line", "no-number", "numeric"],
)
def test_next_code_follows_the_last(parent, taken, code):
    assert next_code(parent, taken) == code
