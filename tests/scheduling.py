"""Which tests one worker does together, and which begin first.

pytest-xdist's own `xdist_group` marks have no effect with pytest 9: it renames tests in a way that pytest
no longer reads.
"""

from xdist.scheduler import LoadScopeScheduling

# What the tests of each share takes long to make: a checkout, a cluster, the demonstration's data.
TOGETHER = (
    "tests/project/demo/",
    "tests/project/postgres/",
    "tests/study/test_loaded_demo.py",
    "tests/surveys/fielding/test_comparing.py",
)
# The longest, so that no worker is left with one of them when the others are done.
FIRST = ("tests/browser/test_walk.py", "tests/browser/", "tests/surveys/answering/test_walk.py")


class Scheduling(LoadScopeScheduling):
    """Hands out single tests, and those that share something dear in one piece."""

    def _split_scope(self, nodeid: str) -> str:
        return next((shared for shared in TOGETHER if nodeid.startswith(shared)), nodeid)


def place(nodeid: str) -> int:
    return next((place for place, start in enumerate(FIRST) if nodeid.startswith(start)), len(FIRST))
