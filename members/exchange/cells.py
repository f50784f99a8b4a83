"""Single cells: what people type in a spreadsheet, as a value, and back."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")
YES = {"1", "si", "yes", "true", "verdadero", "x", "s", "y"}
NO = {"0", "no", "false", "falso", "n"}
THOUSANDS = re.compile(r"[0-9]{1,3}([.  ][0-9]{3})+")


def fold(text: str) -> str:
    """Small letters without accents, signs or spare spaces: how titles and words are compared."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(
        re.sub(r"[^\w%€]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).split()
    )


def parse_date(text: str) -> date:
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValidationError(_("“%(text)s” is not a date: write it as 31/12/2025.") % {"text": text})


def parse_integer(text: str) -> int:
    digits = re.sub(r"[.  ]", "", text) if THOUSANDS.fullmatch(text) else text
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        raise ValidationError(_("“%(text)s” is not a whole number.") % {"text": text})
    return int(digits)


def parse_decimal(text: str) -> Decimal:
    try:
        number = Decimal(text.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text})
    return number


def parse_yes_no(text: str) -> bool:
    word = fold(text)
    if word not in YES | NO:
        raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": text})
    return word in YES


def parse_list(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def choice_parser(choices: type[models.TextChoices]) -> Callable[[str], str]:
    """Return a parser that takes a choice by its code or by its name in any language of the site."""

    # Worked out once and late: the labels are translated.
    words = cache(partial(words_of, choices))

    def parse(text: str) -> str:
        found = words().get(fold(text))
        if found is None:
            known = ", ".join(str(label) for label in choices.labels)
            raise ValidationError(_("“%(text)s” is not one of: %(known)s.") % {"text": text, "known": known})
        return found

    return parse


def words_of(choices: type[models.TextChoices]) -> dict[str, str]:
    words = {fold(choice.value): choice.value for choice in choices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words |= {fold(str(choice.label)): choice.value for choice in choices}
    return words


def model_parser(field: models.Field) -> Callable[[str], object]:
    """Return a parser that obeys the validators of a model's field."""
    return lambda text: field.clean(text, None)


def parse_website(field: models.Field) -> Callable[[str], str]:
    return lambda text: field.clean(text if "://" in text else f"https://{text}", None)


def write(value: object) -> str | int:
    """Write a value for a cell, as its parser reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, models.Choices):
        return str(value.label)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(value)
    return value if isinstance(value, int) else str(value)
