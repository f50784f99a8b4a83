"""Which tests one worker does together, and which begin first."""

import pytest

from tera.postgres.cluster import BASE_DIR
from tests.scheduling import FIRST, TOGETHER, Scheduling, place


@pytest.mark.parametrize("start", [*TOGETHER, *FIRST])
def test_what_is_named_is_there(start):
    assert (BASE_DIR / start).exists()


def test_tests_that_share_something_dear_are_handed_out_in_one_piece():
    names = [f"tests/project/demo/test_{name}.py::test_a[x@y]" for name in ("running", "refusing")]
    others = [f"tests/project/test_text.py::test_{name}" for name in "ab"]

    assert {Scheduling._split_scope(None, name) for name in names} == {"tests/project/demo/"}
    assert [Scheduling._split_scope(None, name) for name in others] == others


def test_longest_begin_first():
    others = "tests/actionplan/test_codes.py::test_a"

    found = sorted([others, "tests/browser/test_axe.py::test_a", f"{FIRST[0]}::test_a"], key=place)

    assert found == [f"{FIRST[0]}::test_a", "tests/browser/test_axe.py::test_a", others]
