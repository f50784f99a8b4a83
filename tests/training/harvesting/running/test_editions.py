"""The runs of a harvested offer, which keep their edition when their dates move."""

from datetime import date

import pytest

from tests.factories.training import (
    OfferFactory,
)
from training.models import Edition

pytestmark = pytest.mark.django_db


def test_runs_keep_their_edition_when_their_dates_move(school):
    instance = {
        "@type": "CourseInstance",
        "@id": "#uno",
        "startDate": "2027-05-03",
        "maximumAttendeeCapacity": 20,
    }
    school.teach("redes", hasCourseInstance=[instance])
    school.visit()
    edition = Edition.objects.get()
    school.teach("redes", hasCourseInstance=[instance | {"startDate": "2027-05-10"}])

    run = school.visit()

    edition.refresh_from_db()
    assert (Edition.objects.count(), edition.start_date, edition.places) == (1, date(2027, 5, 10), 20)
    assert run.changes[0]["fields"] == {"2027-05-10 · start_date": ["2027-05-03", "2027-05-10"]}


def test_runs_that_are_over_are_not_added_but_existing_ones_are_kept_current(school):
    offer = OfferFactory(provider=school.source.provider, url=f"{school.site.url}/redes")
    edition = Edition.objects.create(offer=offer, start_date=date(2026, 5, 3))
    old = [{"startDate": "2026-05-03", "location": "Laredo"}, {"startDate": "2025-05-03"}]
    school.teach("redes", hasCourseInstance=old)

    school.visit()

    edition.refresh_from_db()
    assert (Edition.objects.count(), edition.municipality) == (1, "Laredo")
