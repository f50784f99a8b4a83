from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone, translation

from study.cockpit import dashboard
from study.models import Study
from surveys.models import Message
from tests.factories.actionplan import ActionFactory, MilestoneFactory, PlanFactory, SkillNeedFactory
from tests.factories.members import (
    AgreementFactory,
    ChangeRequestFactory,
    DataConfirmationFactory,
    MembershipFactory,
    PersonFactory,
    UserFactory,
)
from tests.factories.study import ClosedCampaignFactory
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory
from tests.factories.training import OfferFactory
from training.models import OfferPair, ProblemReport


@pytest.fixture
def cockpit(db, rf):
    request = rf.get("/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    return lambda: dashboard(request, {})


def titles(cockpit):
    return [concern.title for concern in cockpit()["concerns"]]


@pytest.fixture(autouse=True)
def in_english(default_language):
    with translation.override("en"):
        yield


def queue(unit, state, *, minutes=0):
    message = Message.objects.create(
        unit=unit, person=PersonFactory(), wave="invitation", email="a@example.org", state=state
    )
    Message.objects.filter(pk=message.pk).update(queued_at=timezone.now() - timedelta(minutes=minutes))


def test_cockpit_is_calm_when_nothing_waits(manager_client):
    html = manager_client.get(reverse("admin:index")).content.decode()

    assert "concerns__calm" in html


def test_cockpit_tells_of_the_open_edition_and_who_has_not_answered(cockpit):
    campaign = CampaignFactory(label_es="Edición 2026", label_en="Edition 2026")
    units = UnitFactory.create_batch(3, campaign=campaign)
    UnitFactory(campaign=campaign, in_scope=False, out_reason="Merged")
    ResponseFactory(unit=units[0], state="submitted", submitted_at=timezone.now())
    ResponseFactory(unit=units[1])

    first, second = cockpit()["concerns"]

    assert "1 of 3" in first.detail
    assert "30 days left" in first.detail
    assert second.title == "2 organisations have not answered"


def test_cockpit_compares_with_the_edition_before_on_the_same_day(cockpit):
    now = timezone.now()
    before = ClosedCampaignFactory(edition="2025")
    for day in (1, 9):
        submitted_at = before.opens_at + timedelta(days=day)
        ResponseFactory(unit__campaign=before, state="submitted", submitted_at=submitted_at)
    CampaignFactory(
        edition="2026",
        version=before.version,
        questionnaire=before.questionnaire,
        opens_at=now - timedelta(days=5),
    )

    details = [concern.detail for concern in cockpit()["concerns"]]

    assert any("on the same day of 2025: 1 of 2" in detail for detail in details)


@pytest.mark.parametrize(
    ("state", "minutes", "expected"),
    [
        ("failed", 0, ["1 message could not be sent"]),
        ("queued", 20, ["1 message is stuck"]),
        ("sending", 20, ["1 message is stuck"]),
        ("queued", 5, []),
        ("sent", 20, []),
    ],
    ids=["failed", "queued long ago", "sending long ago", "just queued", "sent"],
)
def test_cockpit_tells_of_messages_that_do_not_leave(cockpit, state, minutes, expected):
    unit = UnitFactory(campaign=CampaignFactory(state="draft"))
    if state == "sent":
        Message.objects.create(
            unit=unit,
            person=PersonFactory(),
            wave="invitation",
            email="a@example.org",
            state=state,
            sent_at=timezone.now(),
        )
    else:
        queue(unit, state, minutes=minutes)

    assert titles(cockpit) == expected


def test_cockpit_tells_of_a_closed_edition_without_a_study(cockpit):
    ClosedCampaignFactory(edition="2025")

    assert titles(cockpit) == ["Edition 2025 is closed and has no published study"]


def test_cockpit_tells_of_a_failed_publication(cockpit, study):
    Study.objects.filter(pk=study.pk).update(state="failed", failure="Reference abc")

    concern = next(c for c in cockpit()["concerns"] if c.tone == "danger")

    assert concern.detail == "Reference abc"
    assert concern.url == reverse("admin:study_study_publication", args=[study.pk])


def test_cockpit_tells_of_what_is_overdue_in_the_plan(cockpit):
    yesterday = timezone.localdate() - timedelta(days=1)
    action = ActionFactory(due_date=yesterday)
    ActionFactory(due_date=yesterday, status="completed")
    MilestoneFactory(node=action, due_date=yesterday)
    MilestoneFactory(node=action, due_date=timezone.localdate())

    assert titles(cockpit) == ["1 action is overdue", "1 milestone is overdue"]
    assert cockpit()["concerns"][0].url == reverse("admin:actionplan_node_changelist") + "?overdue=yes"


def test_cockpit_tells_of_offers_that_are_not_public(cockpit):
    OfferFactory(status="in_review")
    OfferFactory.create_batch(2, status="draft")
    OfferFactory()

    assert titles(cockpit) == ["1 offer waits for review", "2 offers are drafts"]


def test_cockpit_tells_of_needs_with_neither_training_nor_action(cockpit):
    SkillNeedFactory(campaign=ClosedCampaignFactory(edition="2025"))

    assert titles(cockpit)[1:] == ["1 need has neither training nor action"]


def test_cockpit_shows_the_cycle_in_five_steps(cockpit, snapshot):
    assert [(step.title, step.value) for step in cockpit()["steps"]] == [
        ("Members", "0"),
        ("Survey", "12 of 14"),
        ("Training", "1"),
        ("Plan", "40 %"),
        ("Study", "2025"),
    ]


@pytest.mark.parametrize("times", [1, 3])
def test_cockpit_takes_the_same_queries(cockpit, django_assert_num_queries, times):
    plan = PlanFactory()
    for number in range(times):
        ActionFactory(plan=plan, due_date="2026-01-01")
        OfferFactory(status="draft")
        campaign = ClosedCampaignFactory(edition=f"202{number}")
        SkillNeedFactory(campaign=campaign)

    with django_assert_num_queries(30):
        cockpit()


def test_cockpit_tells_of_agreements_that_end(cockpit):
    today = timezone.localdate()
    AgreementFactory(period=DateRange(today - timedelta(days=99), today + timedelta(days=10)))
    AgreementFactory(period=DateRange(today - timedelta(days=99), today - timedelta(days=10)))
    AgreementFactory()

    lapsed, expiring = cockpit()["concerns"]

    assert lapsed.title == "1 agreement has ended without renewal"
    assert lapsed.url.endswith("state=lapsed")
    assert expiring.title == "1 agreement is about to end"


def test_cockpit_tells_of_changes_asked_for_and_data_not_confirmed(cockpit):
    for organisation in [MembershipFactory().organisation for _ in range(2)]:
        ChangeRequestFactory(organisation=organisation)
    DataConfirmationFactory(organisation=organisation)
    ChangeRequestFactory(state="withdrawn", decided_at=timezone.now())

    asked, unconfirmed = cockpit()["concerns"]

    assert asked.title == "2 organisations ask to change their identity"
    assert asked.url == reverse("admin:members_changerequest_changelist") + "?state__exact=pending"
    assert unconfirmed.title == "1 member has not confirmed its data this year"
    assert unconfirmed.url.endswith("confirmed=no")


def test_cockpit_tells_of_problems_reported_and_offers_twice(cockpit):
    first, second = OfferFactory(), OfferFactory()
    ProblemReport.objects.create(offer=first, kind="gone")
    ProblemReport.objects.create(offer=first, kind="gone", settled_at=timezone.now())
    OfferPair.objects.create(first=first, second=second, reasons=["name"])
    OfferPair.objects.create(
        first=first, second=OfferFactory(), reasons=["name"], dismissed_at=timezone.now()
    )

    concerns = {concern.title: concern.url for concern in cockpit()["concerns"]}

    assert concerns["1 problem reported"] == reverse("admin:training_problemreport_changelist")
    assert concerns["1 pair of offers may be one offer"] == reverse("admin:training_offer_duplicates")
