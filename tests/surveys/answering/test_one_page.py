"""A questionnaire of one page is sent from that page: saved and submitted with one press."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from surveys.answering.actions import save_cells, send_page
from surveys.answering.cells import Change
from surveys.answering.errors import SurveyClosed
from surveys.fielding.actions import close_campaign
from surveys.models import Answer, AnswerEvent, Message, Submission
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    PublishedVersionFactory,
    ResponseFactory,
    ask,
    choices,
    page,
    words,
)
from tests.surveys.answering.conftest import press

SHORT = {
    "code": "short",
    "title": words("Short questionnaire"),
    "languages": ["es", "en"],
    "sections": [
        {
            "code": "all",
            "title": words("All"),
            "pages": [
                page(
                    "questions",
                    ask("people", "number", required=True, min=0, max=1000),
                    ask("leavers", "number", min=0, max=1000),
                    ask("reasons", "multiple", choices=choices("pay", "place")),
                    ask("notes", "long_text"),
                )
            ],
        }
    ],
    "checks": [
        {
            "code": "few-leave",
            "section": "all",
            "severity": "soft",
            "message": words("More left than there are."),
            "rule": {"left": {"variable": "leavers"}, "at_most": {"variable": "people"}},
        }
    ],
}
ANSWERS = {"people": "12", "leavers": "2", "reasons": ["pay"], "notes": "Ñandú"}


def short_response():
    return ResponseFactory(unit__campaign=CampaignFactory(version=PublishedVersionFactory(definition=SHORT)))


@pytest.fixture
def short(db):
    return short_response()


@pytest.fixture
def person(short):
    return press(InvitationFactory(unit=short.unit, person__given_name="Ada"))


def url(name, response, *place):
    return reverse(f"surveys:{name}", args=[response.pk, *place])


def send(client, response, *, revision=0, declared="on", **answers):
    envelope = {"revision": revision, "request_id": uuid4(), "idempotency_key": uuid4()}
    if declared:
        envelope["declared"] = declared
    return client.post(url("submit", response), envelope | answers)


def test_page_carries_the_declaration_and_sends(short, person):
    shown = person.get(url("page", short, "all", "questions"))

    html = shown.content.decode()
    assert f'formaction="{url("submit", short)}"' in html
    assert 'name="declared"' in html
    assert 'value="continue"' not in html


def test_one_press_saves_and_sends(short, person):
    answer = send(person, short, **ANSWERS)

    assert answer.url == url("receipt", short)
    sent = {row["variable"]: row["value"] for row in Submission.objects.get().payload["answers"]}
    assert sent == {"people": 12, "leavers": 2, "reasons": ["pay"], "notes": "Ñandú"}
    assert AnswerEvent.objects.count() == 4
    assert Message.objects.get().wave == "receipt"
    short.refresh_from_db()
    assert (short.state, short.revision) == ("submitted", 1)


def test_second_press_leads_to_the_same_receipt(short, person):
    send(person, short, **ANSWERS)

    again = send(person, short, **(ANSWERS | {"people": "13"}))

    assert again.url == url("receipt", short)
    assert Submission.objects.count() == 1
    assert Answer.objects.get(variable__code="people").num == 12


def test_without_the_declaration_nothing_is_sent_and_all_text_is_kept(short, person):
    answer = send(person, short, declared="", **ANSWERS)

    assert answer.status_code == 422
    assert "Marque la declaración" in answer.content.decode()
    assert answer.context["form"]["notes"].value() == "Ñandú"
    assert not Submission.objects.exists()


def test_what_is_no_number_is_said_on_the_page(short, person):
    answer = send(person, short, **(ANSWERS | {"people": "doce"}))

    assert answer.status_code == 422
    assert answer.context["form"]["people"].value() == "doce"
    assert "solo con cifras" in answer.content.decode()
    assert not Submission.objects.exists()


def test_missing_answer_is_asked_for_and_the_others_are_saved(short, person):
    answer = send(person, short, notes="Ñandú")

    assert answer.url == url("check", short)
    assert Answer.objects.get().txt == "Ñandú"
    assert not Submission.objects.exists()
    assert "Faltan respuestas" in person.get(answer.url).content.decode()


def test_odd_figure_is_asked_about_before_it_is_sent(short, person):
    answer = send(person, short, people="2", leavers="5")

    assert answer.url == url("check", short)
    assert not Submission.objects.exists()
    (row,) = person.get(answer.url).context["form"].asked()
    assert row[0].failure.check.code == "few-leave"


def test_conflict_shows_the_other_answer_and_sends_nothing(short, person):
    save_cells(short, [Change("people", 5)], request_id=uuid4(), actor="Bea")

    answer = send(person, short, **ANSWERS)

    assert answer.status_code == 422
    assert "Bea" in answer.content.decode()
    assert "«5»" in answer.content.decode()
    assert answer.context["form"]["people"].value() == "12"
    assert not Submission.objects.exists()
    assert Answer.objects.get().num == 5


def test_closed_edition_refuses_and_keeps_the_text_on_the_page(short, person):
    close_campaign(short.unit.campaign)

    answer = send(person, short, **ANSWERS)

    assert answer.status_code == 422
    assert "no admite" in answer.content.decode()
    assert answer.context["form"]["notes"].value() == "Ñandú"
    assert not Answer.objects.exists()


def test_a_questionnaire_of_several_pages_is_not_sent_from_one(owner, response):
    answer = send(owner, response, people="5")

    assert answer.url == url("check", response)
    assert not Answer.objects.exists()


def test_sending_takes_the_same_queries_for_one_and_many_answers(db, django_assert_num_queries):
    counts = []
    for answers in ({"people": "12"}, ANSWERS):
        response = short_response()
        client = press(InvitationFactory(unit=response.unit))
        with django_assert_num_queries(9) as queries:
            assert send(client, response, **answers).url == url("receipt", response)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_sending_against_the_close_ends_as_sent_or_as_refused():
    for _ in range(5):
        response = short_response()
        barrier = Barrier(2)

        def run(task, barrier=barrier):
            try:
                connection.ensure_connection()
                barrier.wait(timeout=30)
                return task()
            except SurveyClosed as error:
                return error
            finally:
                connection.close()

        tasks = [
            lambda r=response: send_page(
                r, [Change("people", 3)], request_id=uuid4(), idempotency_key=uuid4(), by="Ada"
            ),
            lambda r=response: close_campaign(r.unit.campaign),
        ]
        with ThreadPoolExecutor(2) as pool:
            sent, _closed = pool.map(run, tasks)

        response.refresh_from_db()
        outcome = (response.state, response.submissions.count(), response.answers.count())
        assert outcome == (("partial", 0, 0) if isinstance(sent, SurveyClosed) else ("submitted", 1, 1))
