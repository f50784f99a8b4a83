import pytest
from django.core.exceptions import ValidationError

from members.enums import IdentifierScheme, SizeBand
from members.models import Identifier
from members.validators import normalise_identifier, normalise_nif
from tests.factories.members import OrganisationFactory


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("P3907500G", "P3907500G"),
        ("q3918001c", "Q3918001C"),
        ("J99216582", "J99216582"),
        (" B-64.717.838 ", "B64717838"),
        ("ES B64717838", "B64717838"),
        ("12345678z", "12345678Z"),
        ("X-5253868-R", "X5253868R"),
    ],
    ids=["town hall", "public body", "civil company", "separators", "prefix", "person", "foreigner"],
)
def test_normalise_nif_stores_the_compact_form(typed, stored):
    assert normalise_nif(typed) == stored


@pytest.mark.parametrize("typed", ["B58378431", "B5837843A"], ids=["digit", "letter"])
def test_normalise_nif_accepts_a_digit_or_a_letter_as_control(typed):
    assert normalise_nif(typed) == typed


@pytest.mark.parametrize("typed", ["B39000000", "B6471783", "hola", "12345678A", ""])
def test_normalise_nif_says_what_to_do_about_a_wrong_one(typed):
    with pytest.raises(ValidationError, match="de una factura"):
        normalise_nif(typed)


@pytest.mark.parametrize(
    ("scheme", "typed", "stored"),
    [
        (IdentifierScheme.VAT, "pt 501 964 843", "PT501964843"),
        (IdentifierScheme.VAT, "US 12-3456789", "US123456789"),
        (IdentifierScheme.LEI, "213800kud8lajwsq9d15", "213800KUD8LAJWSQ9D15"),
    ],
    ids=["known country", "country without a check", "lei"],
)
def test_normalise_identifier_knows_the_other_schemes(scheme, typed, stored):
    assert normalise_identifier(scheme, typed) == stored


@pytest.mark.parametrize(
    ("scheme", "typed", "code"),
    [
        (IdentifierScheme.VAT, "501964843", "vat_without_country"),
        (IdentifierScheme.VAT, "PT5", "invalid_vat"),
        (IdentifierScheme.LEI, "213800KUD8LXJWSQ9D15", "invalid_lei"),
    ],
)
def test_normalise_identifier_refuses_by_scheme(scheme, typed, code):
    with pytest.raises(ValidationError) as error:
        normalise_identifier(scheme, typed)
    assert error.value.code == code


@pytest.mark.django_db
def test_identifier_clean_stores_the_compact_form():
    identifier = Identifier(organisation=OrganisationFactory(), scheme="ES-NIF", value="b-64717838")

    identifier.full_clean()

    assert identifier.value == "B64717838"


@pytest.mark.django_db
def test_identifier_clean_names_the_field_at_fault():
    identifier = Identifier(organisation=OrganisationFactory(), scheme="ES-NIF", value="B39000000")

    with pytest.raises(ValidationError) as error:
        identifier.full_clean()

    assert list(error.value.message_dict) == ["value"]


@pytest.mark.parametrize(
    ("headcount", "band"),
    [
        (None, "unknown"),
        (0, "0"),
        (1, "1-9"),
        (9, "1-9"),
        (10, "10-25"),
        (25, "10-25"),
        (26, "26-49"),
        (49, "26-49"),
        (50, "50-249"),
        (249, "50-249"),
        (250, "250+"),
        (90_000, "250+"),
    ],
)
def test_size_band_of_a_headcount(headcount, band):
    assert SizeBand.of(headcount) == band
