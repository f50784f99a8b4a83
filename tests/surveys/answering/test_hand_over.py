"""Handing the whole over: asked, accepted or not, and what then is whose."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from members.models import Post
from surveys.answering.actions import accept_response, end_share, offer_response, save_cells
from surveys.answering.cells import Change
from surveys.answering.errors import NotHandedOver, NotShared
from surveys.fielding.actions import close_campaign
from surveys.fielding.mails import compose
from surveys.fielding.recipients import recipients
from surveys.models import Answer, ChasingNote, Invitation, Message, Share
from tests.factories.members import PersonFactory, PostFactory
from tests.factories.surveys import InvitationFactory
from tests.surveys.answering.conftest import press


def url(name, response, *more):
    return reverse(f"surveys:{name}", args=[response.pk, *more])


@pytest.fixture
def ada(invitation):
    """The contact whom the cluster writes to."""
    PostFactory(organisation=invitation.unit.organisation, person=invitation.person)
    return invitation.person


@pytest.fixture
def giver(ada, owner):
    return owner


def hand(client, response, **rest):
    given = {"name": "Bea", "email": "bea@example.org", "section": "", "hands_over": "on"}
    return client.post(url("people", response), given | rest)


@pytest.fixture
def share(giver, response):
    hand(giver, response)
    return Share.objects.get()


@pytest.fixture
def receiver(share):
    return press(InvitationFactory(unit=share.response.unit, person=share.person))


def contacts(response):
    posts = Post.objects.survey_contacts().current(timezone.localdate())
    return [post.person for post in posts.filter(organisation=response.unit.organisation)]


def test_nothing_changes_hands_before_the_colleague_accepts(giver, receiver, share, response, ada):
    assert contacts(response) == [ada]
    assert Message.objects.get().email == "bea@example.org"
    assert "no ha aceptado" in giver.get(url("people", response)).content.decode()
    assert "le pide que asuma el cuestionario" in receiver.get(url("hub", response)).content.decode()
    assert "le pide que asuma" not in giver.get(url("hub", response)).content.decode()


def test_colleague_who_accepts_is_the_contact_and_the_giver_is_out(giver, receiver, share, response, ada):
    save_cells(response, [Change("people", 12)], request_id=response.pk, actor="Ada")

    answer = receiver.post(url("take-over", response, share.pk), {"answer": "yes"})

    assert answer.url == url("hub", response)
    assert receiver.get(answer.url).status_code == 200
    assert giver.get(url("hub", response)).status_code == 404
    assert not Invitation.objects.usable(timezone.now()).filter(person=ada).exists()
    assert contacts(response) == [share.person]
    assert Answer.objects.get().num == 12
    assert [unit.person for unit in recipients(response.unit.campaign, "reminder_1")] == [share.person.pk]


def test_colleague_who_declines_goes_on_helping(giver, receiver, share, response, ada):
    receiver.post(url("take-over", response, share.pk), {"answer": "no"})

    page = receiver.get(url("hub", response))
    assert page.status_code == 200
    assert "le pide que asuma" not in page.content.decode()
    assert contacts(response) == [ada]
    assert giver.get(url("hub", response)).status_code == 200
    with pytest.raises(NotHandedOver):
        accept_response(share)


def test_cluster_sees_each_step(receiver, share, response, manager_client):
    receiver.post(url("take-over", response, share.pk), {"answer": "yes"})

    texts = list(ChasingNote.objects.order_by("pk").values_list("text", flat=True))
    assert len(texts) == 2
    assert all("Ada" in text and "Bea" in text for text in texts)
    page = manager_client.get(reverse("admin:surveys_unit_change", args=[response.unit.pk]))
    assert texts[1] in page.content.decode()


def test_cluster_reads_it_in_its_language_in_whatever_one_the_company_answers(giver, response):
    with override("en"):
        address = url("people", response)

    giver.post(address, {"name": "Bea", "email": "bea@example.org", "section": "", "hands_over": "on"})
    share = Share.objects.get()
    receiver = press(InvitationFactory(unit=response.unit, person=share.person))
    with override("en"):
        receiver.post(url("take-over", response, share.pk), {"answer": "yes"})

    texts = list(ChasingNote.objects.order_by("pk").values_list("text", flat=True))
    assert "ha pedido a Bea que asuma el cuestionario" in texts[0]
    assert texts[1].startswith("Bea ha asumido")


def test_mail_says_that_it_is_about_taking_over(share):
    message = Message.objects.select_related("unit__campaign", "person").get()

    assert "para asumirlo" in compose(message, link="", submission=None).body


def test_one_person_is_asked_at_a_time(giver, share, response):
    answer = hand(giver, response, email="eva@example.org", name="Eva")

    assert answer.status_code == 422
    assert str(NotShared.OFFERED_ALREADY) in answer.content.decode()
    end_share(share)
    assert hand(giver, response, email="eva@example.org", name="Eva").status_code == 302


def test_what_was_taken_back_is_not_taken_over(share, response, ada):
    end_share(share)

    with pytest.raises(NotHandedOver):
        accept_response(share)
    assert contacts(response) == [ada]


def test_only_the_contact_hands_over(ada, colleague, response):
    """A colleague has a link, and no say in whom the cluster writes to."""
    assert "hands_over" not in colleague.get(url("people", response)).content.decode()

    hand(colleague, response)

    assert Share.objects.get().handed_by is None
    with pytest.raises(NotShared):
        offer_response(response, name="Bea", email="b@example.org", by=PersonFactory())


def test_nobody_but_the_colleague_accepts(giver, colleague, stranger, share, response, ada):
    for client in (giver, colleague, stranger):
        assert client.post(url("take-over", response, share.pk), {"answer": "yes"}).status_code == 404
    assert contacts(response) == [ada]


def test_looking_accepts_nothing(receiver, share, response, ada):
    assert receiver.get(url("take-over", response, share.pk)).status_code == 405
    assert contacts(response) == [ada]


def test_closed_edition_changes_no_hands(receiver, share, response, ada):
    close_campaign(response.unit.campaign)

    receiver.post(url("take-over", response, share.pk), {"answer": "yes"})

    assert contacts(response) == [ada]


def test_second_press_changes_nothing_more(receiver, share, response):
    receiver.post(url("take-over", response, share.pk), {"answer": "yes"})

    assert receiver.post(url("take-over", response, share.pk), {"answer": "yes"}).status_code == 404
    assert contacts(response) == [share.person]
    assert ChasingNote.objects.count() == 2
