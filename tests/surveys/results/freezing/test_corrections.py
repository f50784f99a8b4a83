"""Results of an edition whose questionnaire was corrected while it was open."""

import copy

import pytest

from surveys.models import Campaign, Need, ResultTable
from surveys.results.freeze import freeze_results
from tests.factories.skills import ProfileFactory
from tests.surveys.results.conftest import DEFINITION, cell
from tests.surveys.results.freezing.conftest import again, in_use, submit, wants

pytestmark = pytest.mark.django_db


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
