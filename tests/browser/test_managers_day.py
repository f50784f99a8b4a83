"""A manager's day on the overview: what waits, one thing after the other, by day and by night."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Agreement, ChangeRequest, SavedFilter
from tests.browser.people import PASSWORD, Manager
from tests.factories.actionplan import MilestoneFactory
from tests.factories.members import (
    AgreementFactory,
    ChangeRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    OrganisationUserFactory,
    UserFactory,
)
from tests.factories.surveys import CampaignFactory, UnitFactory
from tests.factories.training import OfferFactory

MANAGER = "gestora@example.org"


@pytest.fixture
def morning(transactional_db, mailbox, site_url):
    """What came in overnight."""
    today = timezone.localdate()
    UserFactory(email=MANAGER, password=PASSWORD, is_staff=True, is_superuser=True)
    marea = OrganisationFactory(legal_name="Marea Inventada, S.L.", slug="marea")
    MembershipFactory(organisation=marea)
    account = OrganisationUserFactory(organisation=marea, user__email="ada@example.org")
    ChangeRequestFactory(organisation=marea, requested_by=account.user)
    UnitFactory(campaign=CampaignFactory(), organisation=marea, name_at_launch="Marea Inventada, S.L.")
    agreement = AgreementFactory(
        title="Convenio inventado", period=DateRange(today - timedelta(days=300), today + timedelta(days=20))
    )
    agreement.parties.add(marea)
    MilestoneFactory(due_date=today - timedelta(days=9))
    OfferFactory(status="in_review", name="Curso inventado")


@pytest.mark.usefixtures("morning")
@pytest.mark.parametrize("size", [{"width": 1280, "height": 1600}, {"width": 375, "height": 1600}])
def test_manager_works_through_the_overview(visit, size):
    manager = Manager(visit(viewport=size))
    manager.sign_in(MANAGER)
    fits(manager)

    decide_the_change(manager)
    chase(manager)
    renew_the_agreement(manager)
    keep_a_list(manager)
    assert not manager.barriers, "\n".join(sorted(set(manager.barriers)))


def fits(manager: Manager) -> None:
    assert manager.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), manager.page.url


def to_overview(manager: Manager) -> None:
    manager.page.goto(reverse("admin:index"))
    manager.page.wait_for_selector(".concerns", state="visible")


def follow_concern(manager: Manager, part_of_address: str) -> None:
    """Press the concern on the overview that leads to a page."""
    to_overview(manager)
    manager.turn(manager.page.locator(f".concern__link[href*='{part_of_address}']").first)
    fits(manager)


def decide_the_change(manager: Manager) -> None:
    follow_concern(manager, "changerequest")
    manager.turn(manager.page.locator("#result_list a[href*='changerequest']").first)
    manager.reads("Marea Nueva, S.L.")
    manager.page.get_by_label(_("Make the change"), exact=True).check()
    manager.save()
    assert ChangeRequest.objects.get().state == "approved"


def chase(manager: Manager) -> None:
    follow_concern(manager, "unit")
    manager.follow("Marea Inventada, S.L.")
    fits(manager)


def renew_the_agreement(manager: Manager) -> None:
    follow_concern(manager, "agreement")
    manager.follow("Convenio inventado")
    end = (timezone.localdate() + timedelta(days=400)).strftime("%d/%m/%Y")
    manager.page.fill("[name=period_1]", end)
    manager.save()
    assert Agreement.objects.get().period.upper > timezone.localdate() + timedelta(days=390)


def keep_a_list(manager: Manager) -> None:
    """Save a filtered list and find it on the overview."""
    url = reverse("admin:members_organisation_changelist")
    manager.page.goto(f"{url}?q=marea")
    manager.page.fill("#saved-filter-name", "Las de la marea")
    manager.turn(manager.page.locator(".saved-filters__button"))
    SavedFilter.objects.update(is_pinned=True)
    to_overview(manager)
    manager.turn(manager.page.locator(".pinned .concern__link"))
    manager.reads("Marea")
    fits(manager)
