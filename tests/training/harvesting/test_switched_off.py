"""A source that somebody pauses, moves or deletes while it is being read."""

import pytest
from django.core import mail

from tera.outgoing.client import Client
from tests.factories.training import HarvestRunFactory, HarvestSourceFactory
from training.harvesting.report import summary
from training.harvesting.running import perform
from training.harvesting.sources import pause_source, save_source
from training.models import HarvestItem, HarvestRun, HarvestSource, Offer

pytestmark = pytest.mark.django_db


def move(source: HarvestSource) -> None:
    source.url += "?otra"
    save_source(source)


class InTheMiddle(Client):
    """A visitor during whose reading something happens."""

    def __init__(self, happens) -> None:
        super().__init__()
        self.happens = happens

    def get(self, url: str, **more):
        answer = super().get(url, **more)
        self.happens()
        return answer


@pytest.fixture
def source(site):
    site.page("/cursos.csv", "course_code;name_es\nR1;Redes\n", kind="text/csv")
    return HarvestSourceFactory(url=f"{site.url}/cursos.csv", kind="table")


@pytest.fixture
def visit(source, manager, django_capture_on_commit_callbacks):
    def during(happens, **run) -> HarvestRun:
        run = HarvestRunFactory(source=source, state="queued", **run)
        with django_capture_on_commit_callbacks(execute=True):
            perform(run.pk, InTheMiddle(lambda: happens(HarvestSource.objects.get(pk=source.pk))))
        return HarvestRun.objects.filter(pk=run.pk).first()

    return during


@pytest.mark.parametrize("happens", [pause_source, move])
def test_visit_to_a_source_switched_off_meanwhile_changes_nothing_and_says_so(visit, happens):
    run = visit(happens)

    assert (run.state, run.trouble) == ("failed", "switched_off")
    assert (Offer.objects.count(), HarvestItem.objects.count()) == (0, 0)
    assert "en pausa" in summary(run)
    # Whoever switched it off knows.
    assert mail.outbox == []


def test_paused_source_can_still_be_tried(visit, source):
    pause_source(source)

    assert visit(lambda _source: None, is_test=True).state == "done"


def test_source_deleted_while_it_is_read_takes_its_visit_along(visit):
    assert visit(lambda source: source.delete()) is None
    assert Offer.objects.count() == 0
    assert mail.outbox == []


def test_source_that_fails_after_it_was_switched_off_is_told(visit, source, site, manager):
    visit(pause_source)
    HarvestSource.objects.update(state="approved")
    site.pages.clear()

    assert visit(lambda _source: None).state == "failed"

    (message,) = mail.outbox
    assert message.to == [manager.email]


def test_source_that_was_let_be_is_read(visit):
    assert visit(lambda _source: None).state == "done"
    assert Offer.objects.count() == 1
