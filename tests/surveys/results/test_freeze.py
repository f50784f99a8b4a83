import copy
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from skills.models import Demand
from surveys.instrument.hashing import hash_json
from surveys.models import Campaign, Need, QuestionnaireVersion, ResultTable, Submission, Unit
from surveys.results.actions import publish_demand
from surveys.results.freeze import ResultsRefused, freeze_results
from surveys.results.payload import hash_payload
from tests.factories.skills import DemandFactory, ProfileFactory, SkillFactory
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory, VersionFactory
from tests.surveys.results.conftest import DEFINITION, cell

pytestmark = pytest.mark.django_db


def in_use(definition: dict, **rest) -> QuestionnaireVersion:
    """A version that the linter has not seen: these questions have no pages and no translations."""
    return VersionFactory(
        definition=definition,
        status="published",
        published_at=timezone.now(),
        definition_sha256=hash_json(definition),
        **rest,
    )


@pytest.fixture
def closed() -> Campaign:
    """A closed edition of the questions the tables read, as yet without units."""
    version = in_use(DEFINITION)
    return CampaignFactory(
        version=version, state="closed", closed_at=timezone.now(), edition="2025", label="Edition 2025"
    )


def submit(campaign: Campaign, cells: list[dict], **unit) -> Submission:
    unit = UnitFactory(campaign=campaign, **unit)
    response = ResponseFactory(unit=unit, state="submitted", submitted_at=timezone.now())
    return again(response, cells, sequence=1)


def again(response, cells: list[dict], *, sequence: int, sha256: str = "") -> Submission:
    return Submission.objects.create(
        response=response,
        sequence=sequence,
        idempotency_key=f"00000000-0000-4000-8000-{response.unit_id:010d}{sequence:02d}",
        receipt_number=f"R-{response.unit_id}-{sequence}",
        definition_sha256=sha256 or response.version.definition_sha256,
        payload={"answers": cells},
        payload_sha256="y",
    )


def wants(people: int = 1, level: int = 3) -> list[dict]:
    return [
        cell("profiles", people, "dev-ai", "hires-12"),
        cell("skills-needed", level, "python", "level"),
        cell("skills-needed", "now" if level > 3 else "year", "python", "urgency"),
    ]


def filled(campaign: Campaign) -> None:
    """Twelve companies want dev-ai and python, two want qa and java, eight want nothing; two are silent."""
    ProfileFactory(code="dev-ai")
    ProfileFactory(code="qa")
    SkillFactory(code="python")
    SkillFactory(code="java")
    few = [cell("profiles", 1, "qa", "hires-12"), cell("skills-needed", 2, "java", "level")]
    for number in range(12):
        submit(campaign, wants(level=3 + number % 2) + (few if number < 2 else []))
    for _ in range(8):
        submit(campaign, [])
    for _ in range(2):
        UnitFactory(campaign=campaign)


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


def corrected(campaign: Campaign, change) -> None:
    """Give an edition a newer version: ``change`` gets the questions of the one before."""
    definition = copy.deepcopy(DEFINITION)
    asked = definition["sections"][0]["pages"][0]["questions"]
    change({question["variable"]: question for question in asked}, asked)
    campaign.version = in_use(
        definition,
        questionnaire=campaign.questionnaire,
        number=campaign.version.number + 1,
    )
    campaign.save()


def counts(code: str) -> dict:
    table = ResultTable.objects.get(code=code).payload
    return {row["code"]: row["cells"]["companies"]["value"] for row in table["rows"]}


def test_question_that_a_correction_dropped_keeps_its_table_of_those_who_were_asked(closed):
    for number in range(16):
        submit(closed, [cell("market", "spain" if number < 10 else "eu"), *wants()])
    corrected(closed, lambda asked, all_of_them: all_of_them.remove(asked["market"]))
    for _ in range(9):
        submit(closed, wants())

    freeze_results(closed)

    table = ResultTable.objects.get(code="market").payload
    assert (table["answers"], table["population"]) == (16, 25)
    assert "Se preguntó a 16 de las 25" in table["method"]["es"]
    assert counts("market") == {"spain": 10, "eu": 6, "cantabria": 0, "world": 0}
    assert ResultTable.objects.get(code="profiles-demand").payload["answers"] == 25
    assert [table.position for table in ResultTable.objects.all()] == list(range(1, 10))


def test_question_that_few_were_asked_before_it_was_dropped_shows_no_figure(closed):
    for _ in range(9):
        submit(closed, [cell("market", "spain")])
    corrected(closed, lambda asked, all_of_them: all_of_them.remove(asked["market"]))
    for _ in range(11):
        submit(closed, [])

    freeze_results(closed)

    assert set(counts("market").values()) == {None}


def test_question_that_a_correction_added_counts_those_who_were_asked(closed):
    definition = copy.deepcopy(DEFINITION)
    del definition["sections"][0]["pages"][0]["questions"][2]
    without, with_market = in_use(definition, questionnaire=closed.questionnaire, number=900), closed.version
    closed.version = without
    for _ in range(7):
        submit(closed, [])
    closed.version = with_market
    for number in range(12):
        submit(closed, [cell("market", "spain" if number < 6 else "eu")])

    freeze_results(closed)

    assert ResultTable.objects.get(code="market").payload["answers"] == 12
    assert counts("market") == {"spain": 6, "eu": 6, "cantabria": 0, "world": 0}
    assert ResultTable.objects.get(code="activity").payload["answers"] == 19


def test_submission_of_a_version_that_is_not_known_does_not_stop_the_results(closed):
    for _ in range(12):
        submission = submit(closed, [cell("market", "spain")])
    again(submission.response, [cell("market", "spain")], sequence=2, sha256="a" * 64)

    freeze_results(closed)

    assert ResultTable.objects.get(code="market").payload["answers"] == 12


def test_choice_and_row_that_a_correction_dropped_are_still_counted(closed):
    ProfileFactory(code="dev-ai")
    for _ in range(6):
        submit(closed, [cell("market", "eu"), *wants()])

    def drop(asked, _all_of_them):
        asked["market"]["choices"] = asked["market"]["choices"][:2]
        asked["profiles"]["rows"] = asked["profiles"]["rows"][1:]

    corrected(closed, drop)
    for _ in range(8):
        submit(closed, [cell("market", "spain")])

    freeze_results(closed)

    assert counts("market") == {"spain": 8, "eu": 6, "cantabria": 0, "world": 0}
    assert counts("profiles-demand") == {"dev-ai": 6, "qa": 0}
    assert Need.objects.get(profile__code="dev-ai", measure="companies_asking").value == 6


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


def test_publish_demand_writes_the_published_needs(closed):
    filled(closed)
    freeze_results(closed)

    assert publish_demand(closed, study_path="/estudio/2025/") == 2
    assert set(
        Demand.objects.values_list(
            "edition", "profile__code", "skill__code", "companies", "answers", "population", "level", "rank"
        )
    ) == {
        ("2025", "dev-ai", None, 12, 20, 22, None, 1),
        ("2025", None, "python", 12, 20, 22, Decimal("3.5"), 1),
    }
    assert set(Demand.objects.values_list("study_path", "is_demo")) == {("/estudio/2025/", False)}


def test_publish_demand_replaces_the_rows_of_its_edition_only(closed):
    DemandFactory(edition="2025")
    other = DemandFactory(edition="2024")
    filled(closed)
    freeze_results(closed)

    publish_demand(closed, study_path="/estudio/2025/")
    publish_demand(closed, study_path="/estudio/2025/")

    assert Demand.objects.filter(edition="2025").count() == 2
    assert list(Demand.objects.filter(edition="2024")) == [other]


def test_units_are_counted_as_the_frame_was_launched(closed):
    for _ in range(12):
        submit(closed, wants())
    Unit.objects.filter(pk=UnitFactory(campaign=closed).pk).update(in_scope=False, out_reason="Merged")

    freeze_results(closed)

    assert ResultTable.objects.first().payload["population"] == 12
