from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from members.forms import MembershipForm, PeriodField, last_day, overlaps
from members.models import OVERLAP
from tests.factories.members import MembershipFactory, OrganisationFactory

# Room for a day before and a day after, which the field adds and takes away.
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@st.composite
def periods(draw) -> DateRange:
    first = draw(DAYS)
    length = draw(st.none() | st.integers(1, 4000))
    return DateRange(first, None if length is None else first + timedelta(days=length))


@given(periods())
def test_period_field_gives_back_what_the_database_holds(period):
    field = PeriodField()

    typed = ["" if day is None else day.isoformat() for day in field.prepare_value(period)]

    assert field.clean(typed) == period
    assert field.has_changed(period, typed) is False


def test_period_field_counts_the_last_day_in():
    assert PeriodField().clean(["2024-01-01", "2024-12-31"]) == DateRange(date(2024, 1, 1), date(2025, 1, 1))


def test_period_field_left_empty_is_no_period():
    assert PeriodField().clean(["", ""]) is None


def test_last_day_of_a_period_that_lasts_is_unknown():
    assert last_day(DateRange(date(2024, 1, 1), None)) is None


@given(periods(), periods())
def test_overlaps_agrees_with_counting_days(first, second):
    def covers(period, day):
        return period.lower <= day and (period.upper is None or day < period.upper)

    # The later of the two first days is shared whenever any day is.
    later = max(first.lower, second.lower)
    assert overlaps(first, second) == (covers(first, later) and covers(second, later))
    assert overlaps(first, second) == overlaps(second, first)


def membership_data(organisation, first="", last="", **fields):
    return {"organisation": organisation.pk, "period_0": first, "period_1": last} | fields


@pytest.mark.django_db
def test_membership_form_tells_of_an_overlap_and_keeps_what_was_typed():
    organisation = MembershipFactory(period=DateRange(date(2020, 1, 1), None)).organisation

    form = MembershipForm(membership_data(organisation, "2024-03-01", "2024-09-30"))

    assert form.non_field_errors() == [str(OVERLAP)]
    html = form.as_p()
    assert 'value="2024-03-01"' in html
    assert 'value="2024-09-30"' in html


@pytest.mark.django_db
def test_membership_form_accepts_the_day_after_the_last():
    organisation = MembershipFactory(period=DateRange(date(2020, 1, 1), date(2021, 1, 1))).organisation

    form = MembershipForm(membership_data(organisation, "2021-01-01"))

    assert form.errors == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "fields", "at_fault"),
    [
        ("", "", {}, "period"),
        ("2024-05-02", "2024-05-01", {}, "period"),
        ("31 de abril", "", {}, "period"),
        ("", "2024-05-01", {}, "__all__"),
        ("2024-05-02", "", {"end_reason": "merger"}, "end_reason"),
    ],
    ids=["empty", "backwards", "not a date", "no first day", "reason without last day"],
)
def test_membership_form_refuses(first, last, fields, at_fault):
    form = MembershipForm(membership_data(OrganisationFactory(), first, last, **fields))

    assert list(form.errors) == [at_fault]
