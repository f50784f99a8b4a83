import uuid

import pytest
from django.urls import reverse

from surveys.answering.actions import save_cells, submit_response
from surveys.fielding.actions import close_campaign
from surveys.models import Answer, AnswerEvent
from tests.surveys.answering.conftest import COMPLETE

QUERIES = 9


def autosave(client, response, place=("staff", "roles"), *, revision=0, request_id=None, **answers):
    url = reverse("surveys:autosave", args=[response.pk, *place])
    data = {"revision": revision, "request_id": request_id or uuid.uuid4()} | answers
    return client.post(url, data)


def size(client, response, people, **rest):
    return autosave(client, response, ("company", "size"), people=people, **rest)


def people() -> object:
    return Answer.objects.get(variable__code="people").num


def test_page_in_the_making_is_saved_and_told_in_full(owner, response):
    answer = autosave(owner, response, **{"roles--dev--now": "1.000"})

    state = answer.json()
    assert answer.status_code == 200
    assert state["revision"] == 1
    assert state["fields"]["roles--dev--now"] == "1000"
    assert state["fields"]["roles--ops--now"] == ""
    assert state["note"].startswith("Guardado ")
    assert state["wrong"] == []


def test_what_cannot_be_read_is_named_and_the_rest_is_saved(owner, response):
    answer = autosave(owner, response, **{"roles--dev--now": "3", "roles--ops--now": "muchos"})

    state = answer.json()
    assert state["wrong"] == ["roles--ops--now"]
    assert "1 respuesta" in state["note"]
    assert Answer.objects.get().num == 3


def test_the_same_request_twice_is_one_event(owner, response):
    request_id = uuid.uuid4()

    first, again = (size(owner, response, "7", request_id=request_id).json() for _ in range(2))

    assert first["revision"] == again["revision"] == 1
    assert AnswerEvent.objects.count() == 1


def test_others_change_of_another_cell_comes_with_the_answer(owner, colleague, response):
    autosave(colleague, response, **{"roles--ops--now": "5"})

    state = autosave(owner, response, **{"roles--dev--now": "3", "roles--ops--now": ""}).json()

    assert state["fields"]["roles--dev--now"] == "3"
    assert state["fields"]["roles--ops--now"] == "5"
    assert state["revision"] == 2


def test_same_cell_changed_by_two_is_told_with_both_values_and_stored_for_neither(owner, colleague, response):
    size(colleague, response, "13")

    answer = size(owner, response, "12")

    assert answer.status_code == 409
    (clash,) = answer.json()["clashes"]
    told = (clash["fields"], clash["by"], clash["theirs"], clash["ours"])
    assert told == (["people"], "Bea Ruiz", "13", "12")
    assert people() == 13

    settled = size(owner, response, "12", revision=answer.json()["revision"])
    assert settled.status_code == 200
    assert people() == 12


@pytest.mark.parametrize(
    "data",
    [
        {"intruder": "1"},
        {"revision": ""},
        {"revision": "x"},
        {"request_id": "x"},
        {"roles--dev--now--x": "1"},
    ],
    ids=str,
)
def test_page_that_is_not_as_it_was_is_refused_whole(owner, response, data):
    url = reverse("surveys:autosave", args=[response.pk, "company", "size"])

    answer = owner.post(url, {"revision": 0, "request_id": uuid.uuid4(), "people": "7"} | data)

    assert answer.status_code == 400
    assert answer.json()["note"]
    assert not Answer.objects.exists()


def test_page_off_the_path_is_refused(owner, response):
    answer = autosave(owner, response, ("nowhere", "size"), people="7")

    assert answer.status_code == 400


def test_ended_answers_are_refused_with_the_reason(owner, complete_response):
    submit_response(complete_response, idempotency_key=uuid.uuid4(), by="Ada")
    sent = size(owner, complete_response, "99", revision=1)
    assert (sent.status_code, people()) == (410, 12)


def test_closed_edition_is_refused_with_the_reason(owner, response):
    close_campaign(response.unit.campaign)

    assert size(owner, response, "99").status_code == 410


def test_stranger_saves_nothing(stranger, client, response):
    assert size(stranger, response, "7").status_code == 404
    assert size(client, response, "7").status_code == 404
    assert not Answer.objects.exists()


def test_autosave_only_takes_posts(owner, response):
    assert owner.get(reverse("surveys:autosave", args=[response.pk, "company", "size"])).status_code == 405


def test_contradiction_in_the_making_is_kept(owner, response):
    """The button refuses a page that contradicts itself; what is typed meanwhile is never lost."""
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")

    answer = size(owner, response, "1", revision=1)

    assert answer.status_code == 200
    assert people() == 1


def test_queries_do_not_grow_with_the_answers(owner, response, django_assert_num_queries):
    autosave(owner, response, **{"roles--dev--now": "1"})
    revision = 1
    for cells in ([], COMPLETE):
        save_cells(response, cells, request_id=uuid.uuid4(), actor="Ada")
        response.refresh_from_db()
        with django_assert_num_queries(QUERIES):
            answer = autosave(
                owner, response, revision=response.revision, **{"roles--dev--now": str(revision + 10)}
            )
        revision = answer.json()["revision"]
