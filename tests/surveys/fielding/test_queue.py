from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from members.models import Person, Post
from surveys.fielding.actions import queue_wave
from surveys.fielding.errors import FieldingRefused
from surveys.fielding.recipients import next_reminder, recipients, units_without_contact
from surveys.models import Campaign, Message, Unit
from tests.factories.members import PersonFactory, PostFactory
from tests.factories.surveys import ResponseFactory

pytestmark = pytest.mark.django_db


def addresses(campaign: Campaign, wave: str = "invitation") -> list[str]:
    return sorted(Message.objects.filter(unit__campaign=campaign, wave=wave).values_list("email", flat=True))


def test_queue_puts_one_message_for_each_contact_into_the_outbox(edition):
    colleague = PersonFactory(work_email="colleague@example.org")
    PostFactory(organisation=edition.units.get(name_at_launch="Ana SL").organisation, person=colleague)

    assert queue_wave(edition, "invitation", by=None) == 4
    assert addresses(edition) == [
        "ana@example.org",
        "berta@example.org",
        "carlos@example.org",
        "colleague@example.org",
    ]
    assert set(Message.objects.values_list("state", "error", "sent_at")) == {("queued", "", None)}


def test_queue_twice_queues_nobody_twice(edition):
    queue_wave(edition, "invitation", by=None)

    assert queue_wave(edition, "invitation", by=None) == 0
    assert Message.objects.count() == 3


def test_queue_again_reaches_only_a_new_contact(edition):
    queue_wave(edition, "invitation", by=None)
    PostFactory(
        organisation=edition.units.get(name_at_launch="Ana SL").organisation,
        person=PersonFactory(work_email="new@example.org"),
    )

    assert queue_wave(edition, "invitation", by=None) == 1


def test_queue_leaves_out_who_submitted_and_what_is_out_of_scope(edition):
    ana, berta, carlos = edition.units.order_by("name_at_launch")
    ResponseFactory(unit=ana, state="submitted", submitted_at=timezone.now())
    ResponseFactory(unit=berta)
    Unit.objects.filter(pk=carlos.pk).update(in_scope=False, out_reason="Merged")

    assert queue_wave(edition, "invitation", by=None) == 1
    assert addresses(edition) == ["berta@example.org"]


def test_queue_leaves_out_former_contacts_other_roles_and_blank_addresses(edition):
    today = timezone.localdate()
    ana, berta, carlos = Post.objects.order_by("person__work_email")
    Post.objects.filter(pk=ana.pk).update(period=DateRange(today - timedelta(days=9), today))
    Post.objects.filter(pk=berta.pk).update(role="hr")
    Person.objects.filter(pk=carlos.person_id).update(work_email="")
    PostFactory(organisation=carlos.organisation, person=PersonFactory(work_email="second@example.org"))

    assert queue_wave(edition, "invitation", by=None) == 1
    assert addresses(edition) == ["second@example.org"]
    assert list(units_without_contact(edition).values_list("name_at_launch", flat=True)) == [
        "Ana SL",
        "Berta SL",
    ]


def test_queue_fills_the_outbox_with_exactly_the_list_shown_beforehand(edition):
    shown = [row.email for row in recipients(edition, "invitation")]

    queue_wave(edition, "invitation", by=None)

    assert addresses(edition) == shown
    assert list(recipients(edition, "invitation")) == []


@pytest.mark.parametrize("wave", ["receipt", "thanks", "nonsense"])
def test_queue_refuses_waves_that_nobody_sends_by_hand(edition, wave):
    with pytest.raises(FieldingRefused):
        queue_wave(edition, wave, by=None)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "draft"},
        {"state": "closed", "closed_at": timezone.now()},
        {"opens_at": timezone.now() + timedelta(days=1)},
    ],
    ids=["draft", "closed", "opens tomorrow"],
)
def test_queue_refuses_an_edition_that_is_not_open_now(edition, fields):
    Campaign.objects.filter(pk=edition.pk).update(**fields)

    with pytest.raises(FieldingRefused):
        queue_wave(edition, "invitation", by=None)

    assert Message.objects.count() == 0


def test_next_reminder_goes_from_one_to_the_last(edition):
    reminders = []
    while wave := next_reminder(edition):
        reminders.append(wave)
        queue_wave(edition, wave, by=None)

    assert reminders == ["reminder_1", "reminder_2", "reminder_3", "last_call"]


def test_queue_takes_constant_queries(edition, django_assert_num_queries):
    with django_assert_num_queries(4):
        queue_wave(edition, "invitation", by=None)
