"""Numbers as people in Spain and Britain type them: 1000, 1.000, 1,000, 1 000, 12,0, 1.234,56 €."""

import re
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SPACES = " \u00a0\u2009\u202f"
GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}(?P<mark>[.,'’{SPACES}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*")
FRACTION = re.compile(r"(?P<whole>.+)(?P<mark>[.,])(?P<fraction>[0-9]{1,2})")
LONGEST = 24
MINUS = "-\u2212\u2013"
# What people write after an amount or a share.
MARKS = re.compile(r"\s*(?:€|eur(?:os?)?|%|por ?ciento)\s*$", re.IGNORECASE)


class NumberProblem(TextChoices):
    """Why a text is not a whole number, as a sentence that says what to type instead."""

    NOT_FIGURES = "not_figures", _("Enter the number with figures only, such as 12.")
    NEGATIVE = "negative", _("Enter 0 or a higher number.")
    NOT_WHOLE = "not_whole", _("Enter a whole number, without decimals.")
    UNCLEAR = "unclear", _("We cannot tell which number this is. Enter it without points or commas.")


class NotANumber(ValueError):
    def __init__(self, problem: NumberProblem):
        super().__init__(problem.label)
        self.problem = problem


def parse_decimal(text: str, *, signed: bool = False) -> Decimal | None:
    """Return an amount or a share, to two decimals, with or without its sign or mark.

    Reads like ``parse_whole``. Raises ``NotANumber``.
    """
    text = MARKS.sub("", text.strip())
    is_negative = signed and text[:1] in MINUS and text != ""
    number = _parse(text[1:].lstrip() if is_negative else text, decimals=True)
    return -number if is_negative and number is not None else number


def parse_whole(text: str) -> Decimal | None:
    """Return the number that a person meant; None for an empty text. Raises ``NotANumber``.

    A mark followed by exactly three figures groups thousands, in either language; one or
    two figures after it are decimals, which must be zero. Anything else is asked again
    rather than guessed.
    """
    return _parse(text, decimals=False)


def _parse(text: str, *, decimals: bool) -> Decimal | None:
    text = text.strip()
    if not text:
        return None
    if text[0] in MINUS and text[1:2].isascii() and text[1:2].isdigit():
        raise NotANumber(NumberProblem.NEGATIVE)
    if len(text) > LONGEST or not re.fullmatch(rf"[0-9.,'’{SPACES}]+", text):
        raise NotANumber(NumberProblem.NOT_FIGURES)
    whole, fraction = text, "0"
    if not is_whole(text) and (match := FRACTION.fullmatch(text)):
        whole, fraction = match["whole"], match["fraction"]
        if match["mark"] in whole:
            raise NotANumber(NumberProblem.UNCLEAR)
    if not is_whole(whole):
        raise NotANumber(NumberProblem.UNCLEAR)
    if fraction.strip("0") and not decimals:
        raise NotANumber(NumberProblem.NOT_WHOLE)
    figures = re.sub(r"[^0-9]", "", whole)
    return Decimal(f"{figures}.{fraction}" if fraction.strip("0") else figures)


def is_whole(text: str) -> bool:
    """Say whether a text is figures alone, or figures in threes with one kind of mark."""
    return text.isascii() and text.isdigit() or GROUPED.fullmatch(text) is not None
