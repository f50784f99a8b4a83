from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from tests.factories.members import UserFactory
from tests.factories.training import HarvestRunFactory, HarvestSourceFactory
from training.harvesting.sources import (
    SourceRefused,
    approve_source,
    pause_source,
    request_due_visits,
    request_visit,
    save_source,
)
from training.models import HarvestRun, HarvestSource

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 10, 1, 30, tzinfo=UTC)


def test_source_is_approved_only_after_a_good_test_of_this_address():
    by = UserFactory()
    source = HarvestSourceFactory(state="proposed")
    HarvestRunFactory(source=source, is_test=True, state="alarm")
    HarvestRunFactory(source=source, is_test=True, signature="another address")
    HarvestRunFactory(source=source, is_test=False)
    with pytest.raises(SourceRefused):
        approve_source(source, by=by)
    HarvestRunFactory(source=source, is_test=True)

    source = approve_source(source, by=by)

    assert (source.state, source.approved_by) == ("approved", by)


@pytest.mark.parametrize("state", ["proposed", "paused"])
def test_source_in_no_use_can_only_be_tried(state):
    source = HarvestSourceFactory(state=state)

    with pytest.raises(SourceRefused):
        request_visit(source)
    assert request_visit(source, is_test=True).is_test


def test_second_request_returns_the_visit_that_waits():
    source = HarvestSourceFactory()

    assert request_visit(source) == request_visit(source)
    assert HarvestRun.objects.count() == 1


def test_database_keeps_one_visit_at_a_time():
    run = HarvestRunFactory(state="running")

    with pytest.raises(IntegrityError), transaction.atomic():
        HarvestRunFactory(source=run.source, state="queued")


@pytest.mark.parametrize("is_test", [False, True])
def test_visit_of_a_killed_worker_is_given_up_and_told(is_test, manager, django_capture_on_commit_callbacks):
    source = HarvestSourceFactory()
    long_ago = NOW - timedelta(days=400)
    lost = HarvestRunFactory(source=source, state="running", queued_at=long_ago, is_test=is_test)

    with django_capture_on_commit_callbacks() as waiting:
        run = request_visit(source)
    for callback in waiting[:-1]:
        callback()

    lost.refresh_from_db()
    assert run != lost
    assert (lost.state, lost.trouble) == ("failed", "lost")
    assert [told.to for told in mail.outbox] == ([] if is_test else [[manager.email]])


def test_paused_source_stays_paused_until_approved_again():
    source = HarvestSourceFactory()

    assert pause_source(source).state == "paused"
    assert request_due_visits(NOW) == 0


def test_another_address_has_to_be_approved_anew():
    source = HarvestSourceFactory()
    source.drop_limit = 10
    save_source(source)
    assert HarvestSource.objects.get().state == "approved"
    source.url = "https://otro.example/sitemap.xml"
    save_source(source)

    assert HarvestSource.objects.get().state == "proposed"


@pytest.mark.parametrize(
    ("rhythm", "hours", "is_due"),
    [
        ("daily", None, True),
        ("daily", 24, True),
        ("daily", 23.9, True),
        ("daily", 3, False),
        ("weekly", 24 * 7, True),
        ("weekly", 24 * 3, False),
        ("manual", None, False),
    ],
)
def test_due_is_what_the_rhythm_says(rhythm, hours, is_due):
    source = HarvestSourceFactory(rhythm=rhythm)
    if hours:
        HarvestRunFactory(source=source, queued_at=NOW - timedelta(hours=hours))
    HarvestRunFactory(source=source, queued_at=NOW, is_test=True)

    assert source.is_due(NOW) == is_due


def test_job_queues_a_visit_to_each_source_that_is_due():
    HarvestSourceFactory.create_batch(2)
    HarvestSourceFactory(state="proposed")
    HarvestSourceFactory(state="paused")
    HarvestSourceFactory(rhythm="manual")

    assert request_due_visits(NOW) == 2
    assert HarvestRun.objects.filter(state="queued").count() == 2


@pytest.mark.parametrize(
    ("states", "is_alarming"),
    [(["alarm"], True), (["failed"], True), (["done"], False), (["alarm", "done"], False), ([], False)],
)
def test_source_alarms_by_its_newest_visit(states, is_alarming):
    source = HarvestSourceFactory()
    for place, state in enumerate(states):
        HarvestRunFactory(source=source, state=state, queued_at=NOW + timedelta(days=place))
    HarvestRunFactory(source=source, state="alarm", is_test=True, queued_at=NOW + timedelta(days=9))

    assert HarvestSource.objects.alarming().exists() == is_alarming
