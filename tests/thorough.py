"""How much of a random test is tried: a part in `make test`, the whole with `make test THOROUGH=1`.

The examples differ from run to run, so the parts add up. The whole is for a change to what such a test
guards.
"""

import os

THOROUGH = os.environ.get("THOROUGH", "") not in {"", "0"}


def examples(whole: int) -> int:
    return whole if THOROUGH else max(whole // 5, 12)
