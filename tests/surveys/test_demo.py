"""The demonstration says what the study reported, read from public cells alone."""

from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone

from surveys.demo import STEPS, load_editions
from surveys.models import Campaign, CheckFlag, Message, Need, ResultTable, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def editions(django_db_setup, django_db_blocker):
    """Both editions, loaded once for the tests of this module and rolled back after them."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        steps = []
        closed, still_open = load_editions(on_step=lambda done, total: steps.append((done, total)))
        closed.steps = steps
        yield closed, still_open
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def table(campaign: Campaign, code: str) -> dict:
    return ResultTable.objects.get(campaign=campaign, code=code).payload


def cells(campaign: Campaign, code: str) -> dict[str, dict]:
    return {row["code"]: row["cells"]["companies"] for row in table(campaign, code)["rows"]}


def ranking(campaign: Campaign, code: str) -> list[str]:
    return [row["code"] for row in table(campaign, code)["rows"]]


def test_demo_has_one_closed_and_one_open_edition(editions):
    closed, still_open = editions

    assert (closed.edition, closed.state, closed.is_demo) == ("2025", "closed", True)
    assert (still_open.edition, still_open.state, still_open.is_demo) == ("2026", "open", True)
    assert [campaign.units.in_scope().count() for campaign in editions] == [34, 34]
    assert still_open.accepts_answers()
    assert all("(demo)" in label for c in editions for label in (c.label_es, c.label_en))


def test_demo_dates_hang_together(editions):
    closed, _open = editions
    times = [
        closed.opens_at,
        closed.launched_at,
        *Submission.objects.filter(response__unit__campaign=closed)
        .order_by("at")
        .values_list("at", flat=True),
        closed.closed_at,
        timezone.now(),
    ]

    assert times == sorted(times)
    assert closed.closed_at == closed.closes_at


def test_demo_open_edition_is_partly_answered(editions):
    _closed, still_open = editions
    states = still_open.units.values_list("response__state", flat=True)

    assert Counter(states) == {"submitted": 12, "in_progress": 5, None: 17}
    assert not ResultTable.objects.filter(campaign=still_open).exists()


def test_demo_open_edition_goes_on_by_itself(editions):
    _closed, still_open = editions
    planned = dict(still_open.scheduled_waves.values_list("wave", "done_at"))
    invited = Message.objects.filter(unit__campaign=still_open)

    assert {wave for wave, done in planned.items() if done} == {"invitation"}
    assert {wave for wave, done in planned.items() if not done} == {
        *("reminder_1", "reminder_2", "reminder_3", "last_call", "thanks")
    }
    assert still_open.closes_itself
    assert set(invited.values_list("wave", "state")) == {("invitation", "sent")}
    assert invited.values("unit").distinct().count() == 34


def test_demo_reports_its_progress(editions):
    assert editions[0].steps == [(done, STEPS) for done in range(1, STEPS + 1)]


def test_demo_is_loaded_once(editions):
    before = Submission.objects.count()

    assert load_editions() == editions
    assert Submission.objects.count() == before == 31 + 12


def test_finding_most_companies_work_in_software(editions):
    assert cells(editions[0], "activity")["software"]["value"] == 18
    assert table(editions[0], "activity")["sentence"]["en"] == (
        "Most companies work mainly in “Software development” (18 of 31)."
    )


def test_finding_the_most_common_size_is_10_to_25(editions):
    shown = {code: cell["value"] for code, cell in cells(editions[0], "size-band").items()}

    assert max(shown, key=shown.get) == "10-25"
    assert table(editions[0], "size-band")["sentence"]["en"] == (
        "The most common size is 10–25 people (15 of 31)."
    )


def test_finding_the_market_is_national(editions):
    assert cells(editions[0], "market")["spain"]["value"] == 19
    assert table(editions[0], "market")["sentence"]["es"].startswith("La mayoría de las empresas")


def test_finding_almost_all_have_research_projects(editions):
    shown = cells(editions[0], "research")

    assert (shown["with-projects"]["at_least"], shown["without-projects"]["value"]) == (27, None)
    assert table(editions[0], "research")["sentence"]["es"] == (
        "Casi todas las empresas tienen proyectos de I+D+i (al menos 27 de 31)."
    )


def test_finding_turnover_is_high(editions):
    assert cells(editions[0], "turnover")["high"]["value"] == 18
    assert table(editions[0], "turnover")["sentence"]["en"].startswith("Most companies")


def test_finding_the_most_demanded_profiles(editions):
    order = ranking(editions[0], "profiles-demand")

    assert order[:2] == ["dev-ai", "dev-sec"]
    assert set(order[2:5]) == {"an-bus", "data-an", "pm"}


def test_finding_the_skills_agree_with_the_profiles(editions):
    assert ranking(editions[0], "skills-demand")[:3] == [
        "generative-ai",
        "secure-development",
        "machine-learning",
    ]


@pytest.mark.parametrize("code", ["profiles-demand", "skills-demand", "training-barriers"])
def test_demo_has_published_and_hidden_cells(editions, code):
    statuses = {cell["status"] for cell in cells(editions[0], code).values()}

    assert statuses == {"published", "small"}


def test_demo_needs_are_stored_for_profiles_and_skills(editions):
    published = Need.objects.filter(campaign=editions[0], status="published")

    assert published.filter(measure="companies_asking").count() == 9
    assert published.filter(measure="skill_needed").count() == 15


def test_demo_answers_pass_every_check_of_the_questionnaire(editions):
    flags = CheckFlag.objects.values_list("rule", "state").distinct()

    assert set(flags) <= {("profile-since-last-edition", "explained")}
    assert CheckFlag.objects.count() < 20
