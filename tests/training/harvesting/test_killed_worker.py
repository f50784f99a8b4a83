"""The worker, killed outright in the middle of a visit: nothing of it stays, and the next one brings all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import worker_settings
from tests.factories.training import HarvestSourceFactory
from tests.processes import inserts_are_slow, slow_inserts, wait_until, worker
from training.harvesting.sources import request_due_visits, request_visit
from training.models import HarvestItem, HarvestRun, Offer

pytestmark = pytest.mark.django_db(transaction=True)
COURSES = 30


def test_visit_of_a_killed_worker_leaves_nothing_and_is_made_again(site, settings):
    settings.TASKS = worker_settings.TASKS
    rows = "".join(f"curso-{row};Curso {row}\n" for row in range(COURSES))
    site.page("/cursos.csv", f"course_code;name_es\n{rows}", kind="text/csv")
    source = HarvestSourceFactory(url=f"{site.url}/cursos.csv", kind="table", state="approved")
    request_visit(source)

    with slow_inserts("training_offer", 100):
        with worker() as killed:
            wait_until(inserts_are_slow)
            wait_until(lambda: not inserts_are_slow())
            wait_until(inserts_are_slow)
            killed.kill()
        wait_until(lambda: not inserts_are_slow())

    assert HarvestRun.objects.get().state == "running"
    assert (Offer.objects.count(), HarvestItem.objects.count()) == (0, 0)

    HarvestRun.objects.update(queued_at=timezone.now() - timedelta(days=1))
    assert request_due_visits(timezone.now()) == 1
    with worker():
        wait_until(lambda: HarvestRun.objects.first().state == "done")

    again, lost = HarvestRun.objects.all()
    assert (again.state, again.new, lost.state, lost.trouble) == ("done", COURSES, "failed", "lost")
    assert Offer.objects.values("course_code").distinct().count() == Offer.objects.count() == COURSES
    assert HarvestItem.objects.count() == COURSES
