"""Rules on members' data that forms, imports and models share."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import lei as stdnum_lei
from stdnum.es import nif as stdnum_nif
from stdnum.exceptions import ValidationError as NumberError
from stdnum.util import clean

from members.enums import Audience, DirectoryField, IdentifierScheme


def compact_identifier(value: str) -> str:
    """Drop spaces, dots and hyphens and raise to capitals: the form in which numbers are stored."""
    return clean(value, " -./").upper().strip()


def normalise_nif(value: str) -> str:
    """Return the NIF in its stored form; accepts a digit or a letter as control of a company's.

    A right control character proves that the number was typed well, not that it exists.
    """
    try:
        return stdnum_nif.validate(compact_identifier(value))
    except NumberError:
        raise ValidationError(
            _("%(value)s is not a valid NIF. Copy its nine letters and digits from an invoice."),
            code="invalid_nif",
            params={"value": value},
        ) from None


def normalise_vat(value: str) -> str:
    """Return a VAT number of another country; only its form is checked, since each has rules of its own."""
    number = compact_identifier(value)
    if not number[:2].isalpha():
        raise ValidationError(
            _("Begin the VAT number with the two letters of its country, such as PT or FR."),
            code="vat_without_country",
        )
    if not re.fullmatch(r"[A-Z]{2}[0-9A-Z+*]{2,13}", number):
        raise ValidationError(
            _("%(value)s is not a VAT number: after the country come 2 to 13 letters and digits."),
            code="invalid_vat",
            params={"value": value},
        )
    return number


def normalise_lei(value: str) -> str:
    try:
        return stdnum_lei.validate(compact_identifier(value))
    except NumberError:
        raise ValidationError(
            _("%(value)s is not a valid LEI. It has 20 letters and digits; copy it whole."),
            code="invalid_lei",
            params={"value": value},
        ) from None


NORMALISERS = {
    IdentifierScheme.NIF: normalise_nif,
    IdentifierScheme.VAT: normalise_vat,
    IdentifierScheme.LEI: normalise_lei,
}


def normalise_identifier(scheme: str, value: str) -> str:
    """Return ``value`` as it is stored, or raise a ValidationError that says what to do."""
    return NORMALISERS.get(scheme, compact_identifier)(value)


def normalise_cnae(code: str) -> str:
    """Return the digits of a code; whether the classification has it is not checked."""
    digits = re.sub(r"[\s.]", "", code)
    if not re.fullmatch(r"[0-9]{2,4}", digits):
        raise ValidationError(
            _("%(value)s is not a CNAE code. It has two to four digits, such as 62.01, and no letter."),
            code="invalid_cnae",
            params={"value": code},
        )
    return digits


def validate_visibility(levels: object) -> None:
    """Accept a table from fields of the directory to audiences."""
    if not isinstance(levels, dict):
        raise ValidationError(_("This must be a table of fields and audiences."), code="invalid_visibility")
    for field, level in levels.items():
        if field not in DirectoryField.values or level not in Audience.values:
            raise ValidationError(
                _("“%(field)s: %(level)s” is not a field and an audience of the directory."),
                code="invalid_visibility",
                params={"field": field, "level": level},
            )
