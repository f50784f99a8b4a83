"""Codes of actions: the letter a, the number of the package or line, and the next free number."""

import re
from collections.abc import Iterable


def next_code(parent_code: str, taken: Iterable[str]) -> str:
    """Return the code after the last one taken: in package "pq1", after "a1-3" comes "a1-4".

    Freed numbers are not given out again, so that a code never comes to mean another action.
    """
    digits = re.findall(r"\d+", parent_code)
    prefix = f"a{digits[-1] if digits else ''}-"
    numbers = [int(code.removeprefix(prefix)) for code in taken if re.fullmatch(rf"{prefix}\d+", code)]
    return f"{prefix}{max(numbers, default=0) + 1}"
