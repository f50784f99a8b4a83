"""Past a limit the page says from when on it may be tried again, and then it may."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.factories.training import OfferFactory
from training.models import ProblemReport

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 1, 10, 11, 0, tzinfo=UTC)


def report(offer, address="203.0.113.7"):
    client = Client(REMOTE_ADDR=address)
    return client.post(reverse("training:report-problem", args=[offer.slug]), {"kind": "other"})


def ask(number, email="ana@example.org"):
    about = {"email": email, "name": "Ana", "organisation_text": f"Marea {number}"}
    return Client(REMOTE_ADDR=f"203.0.113.{number}").post(reverse("account:ask"), about)


def test_page_says_from_when_on_and_others_are_not_held():
    offer = OfferFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        for _time in range(5):
            report(offer)
        clock.shift(timedelta(seconds=20))

        refused = report(offer)

        assert (refused.status_code, refused["Retry-After"]) == (429, "40")
        assert "a partir de las 12:02" in refused.content.decode()
        assert report(offer, "203.0.113.8").status_code == 302
        clock.shift(timedelta(seconds=41))
        assert report(offer).status_code == 302
    assert ProblemReport.objects.count() == 7


def test_longest_of_the_limits_counts_and_names_the_day():
    offer = OfferFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        for _time in range(30):
            report(offer)
            clock.shift(timedelta(seconds=20))

        assert report(offer)["Retry-After"] == str(3600 - 600)


def test_person_is_held_wherever_they_ask_from():
    with time_machine.travel(NOON, tick=False):
        taken = [ask(number).status_code for number in range(3)]
        refused = ask(4, "ANA@example.org")

        assert taken == [302] * 3
        assert (refused.status_code, refused["Retry-After"]) == (429, "86400")
        assert "el 11/01/2027 a partir de las 12:01" in refused.content.decode()
        assert ask(5, "eva@example.org").status_code == 302
