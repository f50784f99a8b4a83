"""What the catalogue exports, it imports again without a change."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.enums import ImportStatus
from tera.spreadsheets.csv_text import GARBLED
from tera.spreadsheets.reading import read_table
from tests.factories.skills import SkillFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferSkillFactory, ProviderFactory
from tests.thorough import examples
from training.exchange.columns import COLUMNS
from training.exchange.planning import Planner
from training.exchange.records import export_offers
from training.models import Edition, Offer

NASTY = [
    "=1+1",
    "+34 942",
    "-a",
    "@x",
    "\tq",
    "'=x",
    "a;b",
    '"',
    "a\nb",
    "a\r\nb",
    "ñ😀",
    "_x000D_",
    " x ",
    "<b>",
]
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(CHARACTERS, min_size=1, max_size=20)).filter(
    lambda text: not GARBLED.search(text)
)
CHOICE_FIELDS = (
    "kind",
    "course_mode",
    "level",
    "in_language",
    "regulation_type",
    "funded_by",
    "credential_type",
)

CHOICES = {
    name: [value for value, _label in Offer._meta.get_field(name).flatchoices] for name in CHOICE_FIELDS
}
TEXT_FIELDS = ("name_es", "name_en", "abstract_es", "description_en", "prerequisites_es", "municipality")
OFFERS = st.fixed_dictionaries(
    {name: st.sampled_from(values) for name, values in CHOICES.items()}
    | dict.fromkeys(
        ("name_es", "name_en", "abstract_es", "description_en", "prerequisites_es", "municipality"), TEXTS
    )
    | {
        "learning_hours": st.one_of(st.none(), st.integers(0, 2_000_000_000)),
        "eqf_level": st.one_of(st.none(), st.integers(1, 8)),
        "price": st.one_of(st.none(), st.decimals(0, 9999, places=2)),
        "audience": st.lists(st.sampled_from(["unemployed", "student", "anyone"]), unique=True),
    }
)
DAYS = st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
EDITIONS = st.lists(
    st.fixed_dictionaries(
        {"name_es": TEXTS, "start_date": DAYS, "places": st.one_of(st.none(), st.integers(0, 9999))}
    ),
    max_size=3,
)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_export_is_imported_without_a_change(kind, language):
    provider = ProviderFactory()
    skill = SkillFactory()

    @settings(
        max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(offer=OFFERS, editions=EDITIONS, other=TEXTS)
    def check(offer, editions, other):
        with transaction.atomic():
            made = OfferFactory(provider=provider, **offer)
            OfferSkillFactory(offer=made, skill=skill)
            for each in editions:
                EditionFactory(offer=made, **each)
            OfferFactory(provider=provider, name_es=other)
            with translation.override(language):
                plan = Planner(read_table(export_offers(Offer.objects.all(), kind))).plan()
            told = [(row.changes, row.held, row.errors) for row in plan.rows if row.status != "unchanged"]
            assert told == []
            assert len(plan.rows) == max(len(editions), 1) + 1
            assert not plan.has_changes
            transaction.set_rollback(True)

    check()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["es", "en"])
def test_public_table_is_read_too(client, language):
    offer = OfferFactory(
        name_es="Redes",
        name_en="Networks",
        kind="mooc",
        audience=["student", "anyone"],
        price_category="paid",
        price=Decimal("12.50"),
        course_mode="online",
        in_language="es",
        credential_es="Diploma",
    )
    EditionFactory(offer=offer, start_date="2099-01-01")
    OfferSkillFactory(offer=offer)
    address = {"es": "/formacion/ofertas.csv", "en": "/en/training/offers.csv"}[language]

    content = client.get(address).content

    with translation.override(language):
        plan = Planner(read_table(content)).plan()
    assert [(row.status, row.errors) for row in plan.rows] == [(ImportStatus.UNCHANGED, [])]


def test_every_column_has_its_own_title_in_each_language():
    for language in ("es", "en"):
        with translation.override(language):
            titles = [column.title() for column in COLUMNS]
        assert len(set(titles)) == len(titles)


def test_every_field_of_an_edition_that_says_something_is_a_column():
    told = {column.field for column in COLUMNS if column.part == "edition"}
    fields = {field.name for field in Edition._meta.concrete_fields}

    assert fields - told == {"id", "offer", "name", "source_checked_on"}
