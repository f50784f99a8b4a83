import csv
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from members.indicators import Line, indicators, movement
from tests.conftest import sign_in
from tests.factories.members import MembershipFactory, OrganisationFactory, UserFactory, YearlyFactFactory

PAGE = reverse("admin:members_organisation_indicators")
TODAY = date(2026, 3, 10)
NEW_YEAR, NEXT = date(2025, 1, 1), date(2026, 1, 1)
DAYS = st.dates(date(2023, 6, 1), date(2027, 6, 1))


@st.composite
def periods(draw):
    """Periods of some organisations, apart from each other as the database keeps them."""
    rows = []
    for organisation in range(draw(st.integers(1, 5))):
        days = sorted(draw(st.sets(DAYS, min_size=1, max_size=6)))
        ends = [*days[1::2], None][: len(days[::2])]
        rows += [(organisation, start, end) for start, end in zip(days[::2], ends, strict=True)]
    return rows


def present(rows, day: date) -> int:
    return sum(start <= day and (end is None or day < end) for _organisation, start, end in rows)


@given(rows=periods())
def test_movement_leads_from_the_start_of_a_year_to_its_end(rows):
    moved = movement(rows, NEW_YEAR, NEXT)

    assert moved.at_end == present(rows, date(2025, 12, 31))
    assert moved.at_start == present(rows, date(2024, 12, 31))
    assert 0 <= moved.rejoined <= moved.joined


@given(rows=periods(), day=DAYS)
def test_movement_does_not_see_a_change_of_category(rows, day):
    split = [
        piece
        for organisation, start, end in rows
        for piece in (
            [(organisation, start, day), (organisation, day, end)]
            if start < day and (end is None or day < end)
            else [(organisation, start, end)]
        )
    ]

    assert movement(split, NEW_YEAR, NEXT) == movement(rows, NEW_YEAR, NEXT)


def lines() -> dict[str, Line]:
    return {line.title: line for line in indicators(TODAY)[1]}


@pytest.mark.django_db
def test_indicators_count_members_sizes_and_people_by_year():
    since = DateRange(date(2024, 5, 1), None)
    small, large, silent = (OrganisationFactory(kind="company") for _n in range(3))
    university = OrganisationFactory(kind="university")
    for organisation in (small, large, silent, university):
        MembershipFactory(organisation=organisation, period=since)
    gone = DateRange(date(2024, 5, 1), date(2025, 7, 1))
    MembershipFactory(organisation=OrganisationFactory(kind="company"), period=gone)
    YearlyFactFactory(organisation=small, year=2024, headcount=8, women=3, turnover_band="to-2m")
    YearlyFactFactory(organisation=small, year=2025, headcount=10, turnover_band="to-2m")
    YearlyFactFactory(organisation=large, year=2025, headcount=300)

    years, _lines = indicators(TODAY)
    found = lines()

    assert years == [2024, 2025, 2026]
    assert found["Todos los socios"].values == [5, 4, 4]
    assert found["Personas que trabajan en los socios"].values == [8, 310, 310]
    assert found["Personas que trabajan en los socios"].known == ["1 de 5", "2 de 4", "2 de 4"]
    assert found["Mujeres entre ellas"].values == [3, None, None]
    assert found["Pymes según las personas (menos de 250)"].values == [100, 50, 50]
    assert found["Pymes según las personas (menos de 250)"].known == ["1 de 4", "2 de 3", "2 de 3"]
    assert found["Bajas"].values == [0, 1, 0]
    assert found["Altas"].values == [5, 0, 0]
    assert found["Bajas sobre los que había al empezar"].values == [None, Decimal("20.0"), Decimal("0.0")]


@pytest.mark.django_db
@pytest.mark.parametrize("members", [1, 3])
def test_page_costs_the_same_queries(manager_client, django_assert_num_queries, time_machine, members):
    time_machine.move_to("2026-03-10 12:00", tick=False)
    for _n in range(members):
        membership = MembershipFactory(period=DateRange(date(2025, 1, 1), None))
        YearlyFactFactory(organisation=membership.organisation)

    # session, user, periods, two years
    with django_assert_num_queries(5):
        manager_client.get(PAGE)


@pytest.mark.django_db
def test_page_and_file_say_the_same(manager_client):
    MembershipFactory(period=DateRange(date.today() - timedelta(days=1), None))

    html = manager_client.get(PAGE).content.decode()
    response = manager_client.get(PAGE, {"format": "csv"})
    rows = list(csv.reader(response.content.decode("utf-8-sig").splitlines(), delimiter=";"))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert len({len(row) for row in rows}) == 1
    assert all(row[1] in html for row in rows[1:])
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@", "\t")]


@pytest.mark.django_db
def test_spreadsheet_says_the_same_as_the_csv_and_keeps_numbers(manager_client):
    MembershipFactory(period=DateRange(date.today() - timedelta(days=1), None))
    text = manager_client.get(PAGE, {"format": "csv"}).content.decode("utf-8-sig")
    from_csv = list(csv.reader(text.splitlines(), delimiter=";"))

    response = manager_client.get(PAGE, {"format": "xlsx"})
    sheet = load_workbook(BytesIO(response.content)).active

    rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [[str(cell) for cell in row] for row in rows] == from_csv
    assert any(isinstance(cell, int) for cell in rows[1][3:])


@pytest.mark.django_db
def test_page_of_an_empty_register_answers(manager_client):
    assert "–" in manager_client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_page_is_for_those_who_may_see_organisations(client):
    sign_in(client, UserFactory(is_staff=True))

    assert client.get(PAGE).status_code == 403
