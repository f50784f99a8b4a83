"""What the register exports, it imports again without a change."""

from datetime import date

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.enums import ImportStatus
from members.exchange.actions import confirm_import, plan_import, receive_file
from members.exchange.columns import COLUMNS
from members.exchange.exporting import export_organisations
from members.exchange.records import cells_of, with_all_columns
from members.models import (
    Activity,
    Identifier,
    Membership,
    MembershipCategory,
    Organisation,
    YearlyFact,
)
from tera.spreadsheets.csv_text import GARBLED
from tests.factories.members import OrganisationFactory, UserFactory
from tests.thorough import examples

NASTY = ["=1+1", "+34 942", "-a", "@x", "\tq", "'=x", "a;b", '"', "a\nb", "a\r\nb", "ñ😀", "_x000D_", " x "]
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(CHARACTERS, min_size=1, max_size=20)).filter(
    lambda text: not GARBLED.search(text)
)


def nasty_organisation(texts: list[str]) -> Organisation:
    legal, trade, other, town, phone, description, number, category = texts
    organisation = OrganisationFactory(
        legal_name=legal,
        trade_name=trade,
        other_names=[other],
        municipality=town,
        contact_phone=phone,
        description_es=description,
        kind="technology_centre",
        is_listed=False,
    )
    Identifier.objects.create(organisation=organisation, scheme="ES-NIF", value="B64717838")
    for code, is_principal in (("6311", False), ("62", True)):
        Activity.objects.create(organisation=organisation, code=code, is_principal=is_principal)
    Membership.objects.create(
        organisation=organisation,
        period=DateRange(date(2019, 1, 1), date(2025, 1, 1)),
        number=number[:20],
        category=MembershipCategory.objects.create(code="c", name_es=category, name_en="Other"),
        end_reason="merger",
    )
    YearlyFact.objects.create(
        organisation=organisation,
        year=2025,
        headcount=0,
        market="national",
        source="self",
        staff_turnover="7.5",
    )
    return organisation


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(
    max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(texts=st.lists(TEXTS, min_size=8, max_size=8))
def test_round_trip_changes_nothing(kind, texts):
    with transaction.atomic():
        nasty_organisation(texts)
        content = export_organisations(Organisation.objects.all(), kind)

        batch = receive_file(content, f"x.{kind}", by=UserFactory())
        plan = plan_import(batch)

        assert batch.columns == [column.key for column in COLUMNS]
        assert [row.errors for row in plan.rows] == [[]]
        assert [row.status for row in plan.rows] == [ImportStatus.UNCHANGED]
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_fills_an_empty_register_with_the_same(kind, bring_in):
    nasty_organisation(["=Uno", "+Dos", "'-tres", "@cuatro", "+34 942", "línea\notra", "007", "De número"])
    before = [cells_of(one) for one in with_all_columns(Organisation.objects.all())]
    content = export_organisations(Organisation.objects.all(), kind)
    Membership.objects.all().delete()
    Organisation.objects.all().delete()

    batch = receive_file(content, "x", by=UserFactory())
    confirm_import(batch, plan_import(batch).digest, by=UserFactory())

    assert [cells_of(one) for one in with_all_columns(Organisation.objects.all())] == before
