"""How long a browser may answer: activity prolongs it, its end is explained, and nothing typed is lost."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.models import Answer, AnswerEvent, Invitation, Submission
from tests.surveys.answering.conftest import knock, press, show_access_code

HOUR = timedelta(hours=1)
GET_PAGES = ["start", "questions", "hub", "check", "people", "history", "page"]


def url(name, response, *place):
    place = place or (("company", "size") if name in ("page", "autosave") else ())
    return reverse(f"surveys:{name}", args=[response.pk, *place])


def later(hours):
    return time_machine.travel(timezone.now() + hours * HOUR, tick=False)


def back_in(client, invitation):
    """Open the link again and show whose it is, if that is asked."""
    return press(invitation, client)


def hidden_fields(page):
    """Return what the page's own form would send, read as a browser reads it."""
    form = re.search(r"<form method=\"post\" action=\"(/encuesta/[^\"]+)\">(.*?)</form>", page, re.DOTALL)
    pairs = re.findall(r"name=\"([^\"]+)\" value=\"([^\"]*)\"", form[2])
    return form[1], {name: value for name, value in pairs if name != "csrfmiddlewaretoken"}


def test_page_is_told_how_long_it_may_go_on(owner, response):
    answer = owner.get(url("session", response)).json()

    assert settings.SURVEY_SESSION_AGE - 60 < answer["left"] <= settings.SURVEY_SESSION_AGE
    assert answer["final"] is False
    assert settings.SURVEY_SESSION_WARNING >= 60
    assert (
        f'data-warning="{settings.SURVEY_SESSION_WARNING}"'
        in owner.get(url("hub", response)).content.decode()
    )


def test_looking_prolongs_nothing_and_activity_does(owner, response):
    with later(11):
        looked = owner.get(url("session", response)).json()["left"]
        assert owner.get(url("session", response)).json()["left"] == looked <= 3600
        assert owner.post(url("session", response)).json()["left"] == settings.SURVEY_SESSION_AGE
    with later(22):
        assert owner.get(url("hub", response)).status_code == 200


@pytest.mark.parametrize("name", GET_PAGES)
def test_turning_a_page_is_activity(owner, response, name):
    with later(11):
        owner.get(url(name, response))
    with later(22):
        assert owner.get(url("hub", response)).status_code == 200


@pytest.mark.parametrize("name", [*GET_PAGES, "questions-pdf", "session"])
def test_session_without_activity_ends_everywhere(owner, response, name):
    with later(13):
        assert owner.get(url(name, response)).status_code == 403


def test_session_ends_in_the_end_whatever_is_done(owner, response):
    start = timezone.now()
    for hours in range(6, 24, 6):
        with time_machine.travel(start + hours * HOUR):
            assert owner.post(url("session", response)).status_code == 200
    with time_machine.travel(start + 23 * HOUR):
        last = owner.post(url("session", response)).json()
        assert last["final"] is True
        assert last["left"] <= 3600
    with time_machine.travel(start + 25 * HOUR):
        assert owner.post(url("session", response)).status_code == 403


def test_link_pressed_again_gives_who_is_in_no_more_time(owner, invitation, complete_response):
    with later(11):
        knock(invitation, owner)
        assert owner.get(url("session", complete_response)).json()["left"] <= 3600
    with later(13):
        assert knock(invitation, owner).url == reverse("surveys:prove", args=[invitation.pk])


def test_ended_page_explains_and_leads_back_to_where_one_was(owner, invitation, complete_response):
    with later(13):
        page = owner.get(url("page", complete_response, "staff", "notes"))
        text = page.content.decode()
        assert page.status_code == 403
        assert complete_response.unit.name_at_launch not in text
        asked = owner.get(
            f"{page.context['way_back']}?next={url('page', complete_response, 'staff', 'notes')}"
        )
        assert asked.context["next"] == url("page", complete_response, "staff", "notes")
        assert not asked.context["is_free"]

        show_access_code(complete_response.unit, owner)
        assert owner.get(url("page", complete_response, "staff", "notes")).status_code == 200


def test_ended_page_asks_for_no_code_where_nothing_is_written(owner, invitation, response):
    with later(13):
        way_back = owner.get(url("hub", response)).context["way_back"]
        assert owner.get(way_back).context["is_free"]
        assert owner.post(way_back).url == url("start", response)
        assert owner.get(url("hub", response)).status_code == 200


def test_browser_forgets_the_link_after_a_week(owner, response):
    with later(24 * 6):
        assert owner.get(url("hub", response)).status_code == 403
    with later(24 * 8):
        assert owner.get(url("hub", response)).status_code == 404


def test_revoked_link_is_no_ended_session(owner, invitation, response):
    with later(13):
        Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
        assert owner.get(url("hub", response)).status_code == 404


def test_stranger_is_told_nothing_of_time(stranger, response):
    for client in (stranger, Client()):
        assert client.get(url("session", response)).status_code == 404
        assert client.post(url("session", response)).status_code == 404


@pytest.mark.parametrize("whole_session", [False, True], ids=["ended", "forgotten"])
def test_page_posted_too_late_comes_back_whole_and_counts_once(
    owner, invitation, complete_response, whole_session
):
    complete_response.refresh_from_db()
    words = 'Ñandú "comillas" & <b>negrita</b>\r\ny otra línea'
    typed = {"revision": complete_response.revision, "request_id": str(uuid.uuid4()), "notes": words}
    address = url("page", complete_response, "staff", "notes")
    events = AnswerEvent.objects.count()
    if whole_session:
        owner.cookies.clear()

    with later(13):
        page = owner.post(address, typed)
        assert page.status_code == (404 if whole_session else 403)
        assert AnswerEvent.objects.count() == events
        kept = dict(page.context["typed"])
        assert (page.context["path"], kept["notes"], kept["request_id"]) == (
            address,
            words,
            typed["request_id"],
        )
        again, fields = hidden_fields(page.content.decode())
        assert again == address
        assert set(fields) == set(typed)
        assert "<b>" not in fields["notes"]

        back_in(owner, invitation)
        for _ in range(2):
            owner.post(again, kept)

    assert Answer.objects.get(variable__code="notes").txt == words
    assert AnswerEvent.objects.count() == events + 1


PLACES = {
    ("company", "size"): {"people": "31"},
    ("company", "hiring"): {"hired": "no"},
    ("staff", "roles"): {"roles--dev--now": "2"},
    ("staff", "abilities"): {"abilities--python--level": "1"},
    ("staff", "notes"): {"notes": "Tarde"},
}


@pytest.mark.parametrize("place", PLACES, ids="/".join)
@pytest.mark.parametrize("name", ["page", "autosave"])
def test_session_that_ends_at_any_page_then_replay_counts_each_save_once(
    owner, invitation, complete_response, place, name
):
    complete_response.refresh_from_db()
    address = url(name, complete_response, *place)
    request_id = str(uuid.uuid4())
    sent = {"revision": complete_response.revision, "request_id": request_id, **PLACES[place]}
    mine = AnswerEvent.objects.filter(request_id=request_id)

    with later(13):
        assert owner.post(address, sent, headers={"Accept": "application/json"}).status_code == 403
        assert not mine.exists()
        back_in(owner, invitation)
        answers = [owner.post(address, sent).status_code for _ in range(3)]

    assert answers == [302 if name == "page" else 200] * 3
    assert mine.count() == 1
    complete_response.refresh_from_db()
    assert complete_response.revision == sent["revision"] + 1


def test_session_that_ends_before_sending_then_replay_sends_once(owner, invitation, complete_response):
    form = owner.get(url("check", complete_response)).context["form"]
    sent = {"idempotency_key": str(form["idempotency_key"].value()), "declared": "on"}

    with later(13):
        page = owner.post(url("submit", complete_response), sent)
        assert page.status_code == 403
        assert not Submission.objects.exists()
        back_in(owner, invitation)
        for _ in range(3):
            owner.post(url("submit", complete_response), dict(page.context["typed"]))

    assert Submission.objects.count() == 1


def test_leaving_in_the_end_leaves_no_way_back(owner, response):
    owner.post(url("leave", response))

    assert owner.get(url("hub", response)).status_code == 404
