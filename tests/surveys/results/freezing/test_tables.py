"""Freezing stores the tables and needs of a closed edition, once and for good."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from surveys.models import Need, ResultTable, Submission, Unit
from surveys.results.freeze import ResultsRefused, freeze_results
from surveys.results.payload import hash_payload
from tests.factories.skills import ProfileFactory
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory
from tests.surveys.results.freezing.conftest import again, filled, submit, wants

pytestmark = pytest.mark.django_db


def test_freeze_stores_the_tables_with_their_hash(closed):
    filled(closed)

    freeze_results(closed)

    tables = list(ResultTable.objects.filter(campaign=closed))
    assert [table.code for table in tables[4:6]] == ["profiles-demand", "profiles-hard-to-fill"]
    assert [table.position for table in tables] == list(range(1, 10))
    assert [table.payload_sha256 for table in tables] == [hash_payload(table.payload) for table in tables]
    assert {(t.payload["answers"], t.payload["population"]) for t in tables} == {(20, 22)}


def test_freeze_stores_needs_that_hide_what_the_tables_hide(closed):
    filled(closed)

    freeze_results(closed)

    rows = Need.objects.values_list(
        "measure", "profile__code", "skill__code", "status", "value", "level", "rank"
    )
    assert set(rows) == {
        ("companies_asking", "dev-ai", None, "published", Decimal(12), None, 1),
        ("companies_asking", "qa", None, "small", None, None, None),
        ("hires_planned", "dev-ai", None, "published", Decimal(12), None, 1),
        ("hires_planned", "qa", None, "small", None, None, None),
        ("hard_to_fill", "dev-ai", None, "published", Decimal(0), None, 1),
        ("hard_to_fill", "qa", None, "small", None, None, None),
        ("skill_needed", None, "python", "published", Decimal(12), Decimal("3.5"), 1),
        ("skill_needed", None, "java", "small", None, None, None),
        ("skill_urgent", None, "python", "published", Decimal(6), None, 1),
        ("skill_urgent", None, "java", "small", None, None, None),
    }
    assert set(Need.objects.values_list("answers", "population")) == {(20, 22)}


def test_freeze_counts_the_newest_submission_of_units_in_scope(closed):
    ProfileFactory(code="dev-ai")
    for _ in range(15):
        submit(closed, wants())
    for submission in Submission.objects.order_by("pk")[:8]:
        again(submission.response, [], sequence=2)
    submit(closed, wants(), in_scope=False, out_reason="Left the sector")

    freeze_results(closed)

    need = Need.objects.get(measure="companies_asking")
    assert (need.value, need.answers, need.population) == (7, 15, 15)


def test_freeze_leaves_partial_responses_out(closed):
    for _ in range(10):
        submit(closed, wants())
    ResponseFactory(unit=UnitFactory(campaign=closed), state="partial")

    freeze_results(closed)

    assert ResultTable.objects.first().payload["answers"] == 10


def test_freeze_refuses_an_open_edition():
    with pytest.raises(ResultsRefused):
        freeze_results(CampaignFactory(state="open"))


def test_freeze_refuses_a_second_time(closed):
    filled(closed)
    freeze_results(closed)

    with pytest.raises(ResultsRefused):
        freeze_results(closed)

    assert ResultTable.objects.count() == 9


def test_frozen_results_never_change(closed):
    filled(closed)
    freeze_results(closed)

    with pytest.raises(IntegrityError), transaction.atomic():
        ResultTable.objects.update(position=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(status="published").update(value=99)


def test_freeze_without_any_answer_stores_tables_without_figures(closed):
    UnitFactory(campaign=closed)

    freeze_results(closed)

    values = [
        cell["value"]
        for table in ResultTable.objects.all()
        for row in table.payload["rows"]
        for cell in row["cells"].values()
    ]
    assert set(values) == {None}


def test_freeze_takes_constant_queries(closed, django_assert_num_queries):
    filled(closed)

    with django_assert_num_queries(10):
        freeze_results(closed)


def test_units_are_counted_as_the_frame_was_launched(closed):
    for _ in range(12):
        submit(closed, wants())
    Unit.objects.filter(pk=UnitFactory(campaign=closed).pk).update(in_scope=False, out_reason="Merged")

    freeze_results(closed)

    assert ResultTable.objects.first().payload["population"] == 12
