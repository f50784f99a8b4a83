"""A column of a file for statistical programs: its name, its words, and what its figures stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from surveys.enums import AnswerStatus

# Why a cell holds nothing, told apart from one that was never filled; as SPSS users write it.
MISSING = {AnswerStatus.NOT_KNOWN: -97, AnswerStatus.NOT_APPLICABLE: -98, AnswerStatus.REFUSED: -99}
# The same where a figure may be below zero.
FAR_MISSING = {status: code - 9_999_999_900 for status, code in MISSING.items()}


class Sort(StrEnum):
    CODE = "code"
    FIGURE = "figure"
    DAY = "day"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """``parts`` are the codes that its name is made of; ``values`` are the words of its figures."""

    parts: tuple[str, ...]
    label: str
    sort: Sort
    values: Mapping[int, str] = field(default_factory=dict)
    measure: str = "nominal"
    missing: Mapping[str, int] = field(default_factory=dict)
    decimals: int = 0
    name: str = ""


@dataclass(frozen=True)
class Limits:
    """What a format can hold: characters of names, bytes or characters of labels."""

    name: int
    label: int
    value: int
    between: str
    in_bytes: bool
    reserved: frozenset[str]
    """What the program does not take as a name."""


SPSS_WORDS = frozenset(("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"))
STATA_WORDS = frozenset(("byte", "double", "float", "if", "in", "int", "long", "strl", "using", "with"))
SPSS = Limits(name=64, label=256, value=120, between=".", in_bytes=True, reserved=SPSS_WORDS)
# Of the 32 characters that Stata has, the library puts a number into the names of lists of labels.
STATA = Limits(name=28, label=80, value=32_000, between="_", in_bytes=False, reserved=STATA_WORDS)
UNNAMEABLE = re.compile(r"[^A-Za-z0-9_]")
MARK = 6


def fitted(columns: list[Column], limits: Limits) -> list[Column]:
    """Return the columns with names that are taken once, whatever the case, and labels cut to what fits."""
    taken: set[str] = set()
    found = []
    for column in columns:
        values = {code: cut(words, limits.value, limits) for code, words in column.values.items()}
        name = free_name(column.parts, limits, taken)
        found.append(replace(column, name=name, label=cut(column.label, limits.label, limits), values=values))
    return found


def free_name(parts: tuple[str, ...], limits: Limits, taken: set[str]) -> str:
    """Return a legible name; what is too long is cut, and told from others by its place among them."""
    wanted = limits.between.join(UNNAMEABLE.sub("_", part) for part in parts)
    if not wanted[:1].isalpha():
        wanted = f"v_{wanted}"
    if wanted.casefold() in limits.reserved:
        wanted += "_"
    name, number = wanted[: limits.name], 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted[: limits.name - MARK]}_{number}"
    taken.add(name.casefold())
    return name


def cut(words: str, most: int, limits: Limits) -> str:
    """Return words that fit, whole characters only, with an ellipsis where some are left out."""
    words = " ".join(words.split())
    if not limits.in_bytes:
        return words if len(words) <= most else words[: most - 1] + "…"
    if len(words.encode()) <= most:
        return words
    return words.encode()[: most - len("…".encode())].decode(errors="ignore") + "…"
