"""What a company says of the survey itself: after sending, voluntarily, and read by the cluster."""

import uuid

import pytest
from django.urls import reverse

from surveys.answering.actions import give_feedback, submit_response
from surveys.answering.errors import NotSent
from surveys.fielding.opinions import opinions_of
from surveys.models import Feedback
from tests.factories.surveys import ResponseFactory

SAID = {"difficulty": "hard", "minutes": "25", "comment": "La tabla es larga."}


def url(name, response):
    return reverse(f"surveys:{name}", args=[response.pk])


@pytest.fixture
def sent(complete_response):
    submit_response(complete_response, idempotency_key=uuid.uuid4(), by="Ada")
    complete_response.refresh_from_db()
    return complete_response


def test_receipt_asks_and_what_is_said_is_kept(owner, sent):
    assert url("feedback", sent) in owner.get(url("receipt", sent)).content.decode()

    answer = owner.post(url("feedback", sent), SAID)

    assert answer.url == url("receipt", sent)
    assert "Gracias" in owner.get(answer.url).content.decode()
    said = Feedback.objects.get()
    assert (said.response, said.difficulty, said.minutes, said.comment) == (sent, "hard", 25, SAID["comment"])


def test_said_again_it_replaces_what_was_said(owner, colleague, sent):
    owner.post(url("feedback", sent), SAID)
    assert "La tabla es larga." in colleague.get(url("feedback", sent)).content.decode()

    colleague.post(url("feedback", sent), {"difficulty": "easy"})

    said = Feedback.objects.get()
    assert (said.difficulty, said.minutes, said.comment) == ("easy", None, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"difficulty": "", "minutes": "", "comment": "  "},
        {"minutes": "mucho"},
        {"minutes": "0"},
        {"minutes": "-3"},
        {"minutes": "601"},
        {"minutes": "9" * 400},
        {"difficulty": "horrible"},
        {"comment": "x" * 2001},
        {"comment": "a\0b"},
    ],
    ids=["nothing", "blank", "letters", "zero", "negative", "long", "huge", "grade", "essay", "nul"],
)
def test_what_cannot_be_is_refused_and_stays(owner, sent, wrong):
    answer = owner.post(url("feedback", sent), wrong)

    assert answer.status_code == 422
    assert not Feedback.objects.exists()
    if wrong.get("minutes") == "mucho":
        assert 'value="mucho"' in answer.content.decode()


def test_nothing_is_asked_before_sending(owner, complete_response):
    assert owner.get(url("feedback", complete_response)).url == url("start", complete_response)
    assert owner.post(url("feedback", complete_response), SAID).url == url("start", complete_response)
    with pytest.raises(NotSent):
        give_feedback(complete_response, difficulty="easy", minutes=None, comment="")
    assert not Feedback.objects.exists()


def test_stranger_says_nothing_for_another_company(stranger, sent):
    assert stranger.get(url("feedback", sent)).status_code == 404
    assert stranger.post(url("feedback", sent), SAID).status_code == 404
    assert not Feedback.objects.exists()


def test_reading_says_nothing(owner, sent):
    for _time in range(3):
        owner.get(url("feedback", sent))

    assert not Feedback.objects.exists()


def test_manager_reads_counts_and_words_of_one_edition(manager_client, sent):
    campaign = sent.unit.campaign
    give_feedback(sent, difficulty="hard", minutes=25, comment="<b>Larga</b>")
    other = ResponseFactory(unit__campaign=campaign)
    Feedback.objects.create(response=other, difficulty="easy", minutes=15)
    Feedback.objects.create(response=ResponseFactory(), difficulty="easy", minutes=500)

    opinions = opinions_of(campaign)
    counted = dict(opinions.difficulties)
    page = manager_client.get(reverse("admin:surveys_campaign_live", args=[campaign.pk])).content.decode()

    assert (opinions.said, opinions.timed, opinions.minutes, opinions.longest) == (2, 2, 20, 25)
    assert sorted(counted.values()) == [0, 0, 0, 1, 1]
    assert "2 entidades dijeron algo" in page
    assert "&lt;b&gt;Larga&lt;/b&gt;" in page
    assert sent.unit.name_at_launch in page
