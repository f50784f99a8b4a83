import pytest
from django.db import connection

from members.merging.duplicates import dismiss_pair, find_duplicates, recall_pair
from members.models import DuplicatePair, Identifier
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


def bare(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_bare_name(%s)", [name])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Marea Alta, S.L.", "marea alta"),
        ("MAREA ALTA SLU", "marea alta"),
        ("Marea Alta, S. L. U.", "marea alta"),
        ("Marea Alta S.A.", "marea alta"),
        ("Maréa  Alta, Sociedad Limitada Unipersonal", "marea alta"),
        ("Marea Alta, S. Coop.", "marea alta"),
        ("S.L.", "sl"),
        ("Casa Salsa", "casa salsa"),
        ("", ""),
    ],
)
def test_bare_name_leaves_out_the_legal_form(name, expected):
    assert bare(name) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.Marea.example/es/?a=1", "marea.example"),
        ("http://marea.example:8080", "marea.example"),
        ("marea.example", "marea.example"),
        ("", ""),
    ],
)
def test_domain_is_the_host_without_www(address, expected):
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_domain(%s)", [address])
        assert cursor.fetchone() == (expected,)


@pytest.mark.parametrize(
    ("first", "second", "reasons"),
    [
        ({"legal_name": "Marea Alta, S.L."}, {"legal_name": "MAREA ALTA SLU"}, ["name"]),
        ({"legal_name": "Uno", "trade_name": "Faro"}, {"legal_name": "Faro, S.A."}, ["name"]),
        (
            {"legal_name": "Uno", "website": "https://www.faro.example/es"},
            {"legal_name": "Dos", "website": "http://faro.example"},
            ["domain"],
        ),
        (
            {"legal_name": "Uno", "website": "https://linkedin.com/company/uno"},
            {"legal_name": "Dos", "website": "https://linkedin.com/company/dos"},
            None,
        ),
        (
            {"legal_name": "Consultores Informáticos de Besaya"},
            {"legal_name": "Consultores Informaticos del Besaya SL"},
            ["similar"],
        ),
        ({"legal_name": "Faro Norte"}, {"legal_name": "Playa Sur"}, None),
    ],
    ids=["legal form", "trade name", "website", "shared host", "similar", "different"],
)
def test_finder_says_why(first, second, reasons):
    OrganisationFactory(**first)
    OrganisationFactory(**second)

    find_duplicates()

    found = DuplicatePair.objects.values_list("reasons", flat=True)
    assert list(found) == ([reasons] if reasons else [])


def test_finder_sees_one_number_in_two_registers():
    for scheme, value, name in (("ES-NIF", "B64717838", "Uno"), ("VAT", "ESB64717838", "Dos")):
        Identifier.objects.create(
            organisation=OrganisationFactory(legal_name=name), scheme=scheme, value=value
        )

    assert find_duplicates() == 1
    assert DuplicatePair.objects.get().reasons == ["number"]


def test_what_was_said_not_to_be_a_duplicate_stays_said(manager):
    OrganisationFactory.create_batch(2, legal_name="Marea")
    find_duplicates()
    pair = DuplicatePair.objects.get()

    dismiss_pair(pair, by=manager)
    assert find_duplicates() == 0

    recall_pair(pair)
    assert find_duplicates() == 1


def test_pair_that_no_longer_looks_alike_goes():
    first, _second = OrganisationFactory.create_batch(2, legal_name="Marea")
    find_duplicates()
    first.legal_name = "Otra cosa"
    first.save()

    assert find_duplicates() == 0


def test_finder_can_run_twice_in_one_transaction():
    OrganisationFactory.create_batch(2, legal_name="Marea")

    assert [find_duplicates(), find_duplicates()] == [1, 1]
