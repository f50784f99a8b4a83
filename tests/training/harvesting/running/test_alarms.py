"""A site that fails, shrinks or contradicts itself: told to the managers, and nothing is lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail

from tests.factories.training import (
    HarvestRunFactory,
    HarvestSourceFactory,
)
from tests.training.harvesting.running.conftest import DAY, counts
from training.enums import ValueOrigin
from training.harvesting.running import perform
from training.models import HarvestItem, Offer
from training.provenance import note_origins

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kept", "state"), [(7, "done"), (6, "alarm"), (0, "alarm")])
def test_drop_beyond_the_limit_changes_nothing_and_alarms(school, kept, state, manager):
    names = [f"curso-{number}" for number in range(10)]
    school.teach(*names, timeRequired="PT20H")
    school.visit()
    school.courses.clear()
    school.teach(*names[:kept], timeRequired="PT30H")

    run = school.visit()

    hours = set(Offer.objects.values_list("learning_hours", flat=True))
    assert (run.state, run.seen, run.expected) == (state, kept, 10)
    assert hours == ({20, 30} if state == "done" else {20})
    assert HarvestItem.objects.exclude(missing_since=None).count() == (3 if state == "done" else 0)


def test_first_visit_that_finds_nothing_is_an_alarm(school):
    assert counts(school.visit()) == ("alarm", 0, 0, 0, 0, 0, 0)


def test_smaller_number_can_be_taken_for_right(school):
    school.teach("redes", "nube", "web")
    school.visit()
    del school.courses["nube"], school.courses["web"]

    run = school.visit(takes_drop=True)

    assert (run.state, run.gone) == ("done", 2)
    assert school.visit().state == "done"


def test_offer_that_is_gone_is_flagged_since_when_and_comes_back(school):
    names = ["redes", "nube", "web", "datos"]
    school.teach(*names)
    school.visit()
    course = school.courses.pop("nube")
    with time_machine.travel(DAY + timedelta(days=2)):
        run = school.visit()
        item = HarvestItem.objects.get(key__endswith="nube")
        assert (run.gone, item.missing_since, item.last_seen_at.date()) == (1, item.missing_since, DAY.date())
        assert item.missing_since.date() == date(2027, 1, 12)
    assert Offer.objects.count() == 4
    school.courses["nube"] = course

    school.visit()

    assert HarvestItem.objects.exclude(missing_since=None).count() == 0


def test_offer_whose_page_fails_is_not_called_gone(school):
    school.teach("redes", "nube", "web", "datos")
    school.visit()
    school.courses.pop("nube")
    pages = "".join(f"<url><loc>{school.site.url}/{name}</loc></url>" for name in [*school.courses, "nube"])
    run = HarvestRunFactory(source=school.source, state="queued")
    school.site.page("/sitemap.xml", f"<urlset>{pages}</urlset>", kind="text/xml")
    school.site.page("/nube", status=500)

    perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.seen, run.gone) == ("done", 3, 0)
    assert [(row["where"], row["code"], row["detail"]) for row in run.problems] == [
        (f"{school.site.url}/nube", "status", "500")
    ]


def test_site_that_fails_is_told_to_managers_once(school, manager, django_capture_on_commit_callbacks):
    school.teach("redes")
    school.visit()
    school.courses.clear()
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            school.visit()

    (message,) = mail.outbox
    assert message.to == [manager.email]
    assert "0 " in message.body
    assert "/admin/training/harvestrun/" in message.body


def test_address_that_fails_is_a_failed_visit_with_its_reason(site, manager):
    source = HarvestSourceFactory(url=f"{site.url}/nowhere.xml")
    run = HarvestRunFactory(source=source, state="queued")

    perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.trouble, run.trouble_detail) == ("failed", "status", "404")


def test_values_that_contradict_each_other_leave_out_that_offer_only(school):
    school.teach("redes", "nube", offers={"price": 90})
    school.visit()
    offer = Offer.objects.get(slug="redes")
    note_origins(offer, ["price"], ValueOrigin.PANEL)
    school.teach("redes", offers={"price": 0}, timeRequired="PT9H")
    school.teach("nube", offers={"price": 80}, timeRequired="PT9H")

    run = school.visit()

    assert (run.left_out, run.changed) == (1, 1)
    assert [row["code"] for row in run.problems] == ["refused"]
    assert Offer.objects.values_list("price", "learning_hours").get(slug="redes") == (Decimal(90), None)
