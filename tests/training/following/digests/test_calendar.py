"""A run of an offer as an entry for the calendar."""

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.factories.training import EditionFactory, OfferFactory
from tests.training.following.digests.running import ahead

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("edition", "summaries"),
    [
        ({"application_deadline": 10, "start_date": 30}, 2),
        ({"start_date": -60, "end_date": -30}, 0),
    ],
    ids=["ahead", "past"],
)
def test_run_as_calendar(client, edition, summaries):
    run = EditionFactory(**{name: ahead(days) for name, days in edition.items()})

    response = client.get(reverse("training:edition-ics", args=[run.offer.slug, run.pk]))

    calendar = Calendar.from_ical(response.content)
    assert len(calendar.walk("VEVENT")) == summaries


def test_run_of_a_draft_or_of_another_offer_has_no_calendar(client):
    draft = EditionFactory(offer__status="draft")
    other = OfferFactory()

    for slug, key in ((draft.offer.slug, draft.pk), (other.slug, draft.pk), (other.slug, 987654)):
        assert client.get(reverse("training:edition-ics", args=[slug, key])).status_code == 404
