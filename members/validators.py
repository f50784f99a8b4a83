"""Rules on members' data that forms, imports and models share."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import get_cc_module
from stdnum import lei as stdnum_lei
from stdnum.es import nif as stdnum_nif
from stdnum.exceptions import ValidationError as NumberError
from stdnum.util import clean

from members.enums import IdentifierScheme


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
    """Return a VAT number of another country; its control is checked only where the country is known."""
    number = compact_identifier(value)
    if not number[:2].isalpha():
        raise ValidationError(
            _("Begin the VAT number with the two letters of its country, such as PT or FR."),
            code="vat_without_country",
        )
    module = get_cc_module(number[:2].lower(), "vat")
    if module and not module.is_valid(number):
        raise ValidationError(
            _("%(value)s is not a valid VAT number of that country. Check it against an invoice."),
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
    normalise = NORMALISERS.get(scheme)
    return normalise(value) if normalise else value
