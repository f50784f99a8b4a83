from uuid import uuid4

import pytest
from django.urls import reverse

from surveys.answering.actions import save_cells, submit_response
from surveys.authoring.moving.actions import move_edition
from surveys.fielding.actions import close_campaign
from surveys.fielding.mails import compose
from surveys.fielding.outbox import send_queued
from surveys.fielding.standing import standing_of
from surveys.models import Message, Reopening, Response
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.surveys import ResponseFactory
from tests.surveys.answering.conftest import COMPLETE
from tests.surveys.authoring.conftest import newer, restructured

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(edition) -> Response:
    unit = edition.units.get(name_at_launch="Ana SL")
    response = ResponseFactory(unit=unit, version=edition.version)
    save_cells(response, COMPLETE, request_id=uuid4(), actor="Ana")
    submit_response(response, idempotency_key=uuid4(), by="Ana")
    return response


def page_of(response: Response) -> str:
    return reverse("admin:surveys_unit_step_reopen", args=[response.unit_id])


def test_manager_opens_answers_again_and_the_contact_gets_a_link(manager_client, manager, sent, postbox):
    manager_client.post(page_of(sent), {"reason": "No cuadra", "sends_link": "on"})
    send_queued()

    opened = Reopening.objects.get()
    assert (opened.by, opened.reason) == (manager, "No cuadra")
    sent.refresh_from_db()
    assert sent.state == "in_progress"
    assert postbox.addresses == ["ana@example.org"]
    assert standing_of(sent.unit.campaign).in_progress == 1


def test_mail_with_the_new_link_says_why_the_answers_are_open_again(manager_client, sent):
    manager_client.post(page_of(sent), {"reason": "No cuadra <nada>", "sends_link": "on"})

    mail = compose(Message.objects.select_related("unit__campaign", "person").get(), link="", submission=None)

    assert "No cuadra <nada>" in mail.body
    assert "No cuadra &lt;nada&gt;" in mail.alternatives[0].content
    assert sent.submissions.get().receipt_number in mail.body


def test_page_of_a_response_says_its_answers_in_words(client, sent):
    sign_in(client, UserFactory(is_staff=True, is_superuser=True))
    move_edition(sent.unit.campaign, newer(sent.version, restructured), by=None)

    page = client.get(reverse("admin:surveys_response_change", args=[sent.pk])).content.decode()

    assert "About reasons (es)" in page
    assert "pay (es)" in page


def test_manager_may_open_without_writing(manager_client, sent):
    manager_client.post(page_of(sent), {"reason": "No cuadra"})

    assert Reopening.objects.count() == 1
    assert Message.objects.count() == 0


def test_reason_is_asked_for_and_what_was_chosen_stays(manager_client, sent):
    page = manager_client.post(page_of(sent), {"reason": "  "})

    assert page.context["form"].errors["reason"]
    assert Reopening.objects.count() == 0


def test_nothing_is_opened_when_the_link_cannot_be_sent(manager_client, sent):
    sent.unit.organisation.posts.all().delete()

    page = manager_client.post(page_of(sent), {"reason": "No cuadra", "sends_link": "on"})

    assert Reopening.objects.count() == 0
    assert "No cuadra" in page.content.decode()


def test_page_says_why_there_is_nothing_to_open(manager_client, edition):
    begun = ResponseFactory(unit=edition.units.get(name_at_launch="Berta SL"))

    page = manager_client.post(page_of(begun), {"reason": "No cuadra"})

    assert page.context["stops"]
    assert "fielding__button--main" not in page.content.decode()


def test_page_of_a_closed_edition_stops(manager_client, sent):
    close_campaign(sent.unit.campaign)

    manager_client.post(page_of(sent), {"reason": "No cuadra"})

    assert Reopening.objects.count() == 0


def test_button_shows_only_where_something_was_sent(manager_client, sent, edition):
    other = edition.units.get(name_at_launch="Berta SL")

    def links(unit) -> bool:
        page = manager_client.get(reverse("admin:surveys_unit_change", args=[unit.pk]))
        return reverse("admin:surveys_unit_reopen_answers", args=[unit.pk]) in page.content.decode()

    assert links(sent.unit)
    assert not links(other)


def test_response_page_shows_each_submission_and_why_it_was_opened(manager_client, sent):
    manager_client.post(page_of(sent), {"reason": "No cuadra"})

    page = manager_client.get(reverse("admin:surveys_response_change", args=[sent.pk])).content.decode()

    assert sent.submissions.get().receipt_number in page
    assert "No cuadra" in page
