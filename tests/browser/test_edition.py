"""An edition as its manager runs it: set up, launched, chased, and carried to its end by the clock."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.fielding.schedule import run_clock
from surveys.instrument.shipped import load_questionnaire
from surveys.models import Campaign, Message, Unit
from tests.browser.people import PASSWORD, Manager
from tests.factories.members import YearlyFactFactory
from tests.surveys.fielding.conftest import member

MANAGER = "gestora@example.org"


@pytest.fixture
def cluster(transactional_db, monkeypatch, mailbox, site_url):
    """Four invented members, the shipped questionnaire, and one manager's account."""
    call_command("migrate", verbosity=0)
    load_questionnaire()
    for name in ("Ana", "Berta", "Carlos", "Diana"):
        organisation = member(f"{name} Inventada SL", f"{name.lower()}@example.org", work_phone="942 000 000")
        YearlyFactFactory(organisation=organisation, headcount=20)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, verbosity=0, email=MANAGER)


@pytest.mark.usefixtures("cluster")
def test_manager_runs_an_edition(visit, mailbox):
    manager = Manager(visit(viewport={"width": 1280, "height": 2000}))
    manager.sign_in(MANAGER)

    set_up(manager)
    launch_without_one(manager)
    campaign = Campaign.objects.get()
    chase(manager, mailbox)
    watch(manager)
    let_the_clock_finish(campaign, mailbox)

    watch(manager)
    manager.reads(_("%(n)s of %(total)s companies have answered") % {"n": 0, "total": 3})
    assert not manager.barriers, "\n".join(sorted(set(manager.barriers)))


def set_up(manager: Manager) -> None:
    manager.to_menu(_("Survey editions"))
    manager.turn(manager.page.locator(f"a[href='{reverse('admin:surveys_campaign_add')}']").first)
    manager.fill(label_es="Encuesta 2027", label_en="Survey 2027", edition="2027")
    manager.turn(manager.page.locator("[name=_continue]"))
    manager.reads(_("Last call"))


def launch_without_one(manager: Manager) -> None:
    """Look at the check list, leave one company out with a reason, launch."""
    manager.follow(_("Launch"))
    manager.reads(_("Every company has a contact for the survey."))
    manager.page.get_by_label("Diana Inventada SL").fill("Sin actividad desde marzo")
    manager.press(_("Launch now"))
    manager.reads(_("%(n)s of %(total)s companies have answered") % {"n": 0, "total": 3})


def chase(manager: Manager, mailbox) -> None:
    """Try a message out, note a call, and send one company a new link."""
    manager.to_menu(_("Texts of the messages"))
    manager.follow(_("Invitation"))
    manager.follow(_("Preview and send to me"))
    manager.reads("Ana Inventada SL")
    manager.press(_("Send a test to %(email)s") % {"email": MANAGER})
    assert "Ana Inventada SL" in mailbox.to(MANAGER)[-1]["Subject"]

    manager.to_menu(_("Units"))
    manager.follow("Ana Inventada SL")
    manager.reads("942 000 000")
    manager.fill(**{"notes-0-text": "Responden la semana que viene", "notes-0-next_action": "Llamar"})
    manager.save()
    manager.follow("Ana Inventada SL")
    manager.follow(_("Send a new link"))
    manager.press(_("Send now"))
    assert len(mailbox.to("ana@example.org")) == 1
    manager.follow_rarer(_("Another contact"))
    manager.follow(_("Back to the company"))


def watch(manager: Manager) -> None:
    manager.to_menu(_("Survey editions"))
    manager.follow("Encuesta 2027")
    manager.follow(_("How it is going"))
    manager.reads(_("Where the companies stand"))


def let_the_clock_finish(campaign: Campaign, mailbox) -> None:
    """Move the time hour by hour to the day after the close; nobody presses anything."""
    moment = timezone.now()
    while moment < campaign.closes_at + timedelta(days=2):
        with time_machine.travel(moment, tick=False):
            run_clock()
        moment += timedelta(hours=6)

    campaign.refresh_from_db()
    assert campaign.state == "closed"
    waves = {"invitation", "reminder_1", "reminder_2", "reminder_3", "last_call"}
    sent = Message.objects.filter(state="sent").exclude(wave="link")
    assert set(sent.values_list("wave", flat=True)) == waves
    assert sent.count() == 3 * len(waves)
    assert len(mailbox.to("diana@example.org")) == 0
    assert Unit.objects.in_scope().count() == 3
