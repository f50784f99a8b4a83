"""Owner, colleague, stranger and nobody, at every address of a response."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.models import Answer, Invitation, Response
from surveys.tokens import hash_token
from tests.surveys.answering.conftest import press

PAGES = ["start", "questions", "hub", "check", "page"]


def url(name, response):
    extra = ["company", "size"] if name == "page" else []
    return reverse(f"surveys:{name}", args=[response.pk, *extra])


def sent_page(**answers):
    return {"revision": "0", "request_id": "7d444840-9dc0-11d1-b245-5ffdce74fad2", **answers}


@pytest.mark.parametrize("name", PAGES)
def test_owner_and_colleague_read(owner, colleague, response, name):
    assert [client.get(url(name, response)).status_code for client in (owner, colleague)] == [200, 200]


@pytest.mark.parametrize("name", [*PAGES, "receipt", "submit", "leave"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_and_nobody_get_404(stranger, complete_response, name, method):
    for client in (stranger, Client()):
        answer = getattr(client, method)(url(name, complete_response), sent_page(people="99"))

        assert answer.status_code == 404
        assert complete_response.unit.name_at_launch not in answer.content.decode()
    assert Answer.objects.get(variable__code="people").num == 12


def test_manager_gets_404_without_an_invitation(manager_client, response):
    assert manager_client.get(url("hub", response)).status_code == 404


def test_owner_and_colleague_write_the_same_response(owner, colleague, response):
    owner.post(url("page", response), sent_page(people="5"))
    colleague.post(
        url("page", response),
        {"revision": "1", "request_id": "7d444840-9dc0-11d1-b245-5ffdce74fad3", "people": "6"},
    )

    answer = Answer.objects.get(variable__code="people")
    assert (answer.num, answer.updated_by) == (6, "Bea Ruiz")


@pytest.mark.parametrize(
    "change",
    [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(seconds=1)}],
    ids=["revoked", "expired"],
)
def test_invitation_withdrawn_in_mid_session_ends_access_at_once(owner, invitation, response, change):
    Invitation.objects.filter(pk=invitation.pk).update(**change)

    assert owner.get(url("hub", response)).status_code == 404
    assert owner.post(url("page", response), sent_page(people="5")).status_code == 404
    assert not Answer.objects.exists()


def test_unit_taken_out_of_scope_ends_access_at_once(owner, response):
    unit = response.unit
    unit.in_scope, unit.out_reason = False, "Closed down"
    unit.save()

    assert owner.get(url("hub", response)).status_code == 404


def test_two_companies_in_one_browser_never_mix(owner, invitation, response, stranger):
    other = Invitation.objects.exclude(pk=invitation.pk).get()
    other.token = "other-token"
    other.token_hash = hash_token(other.token)
    other.save()
    press(other, owner)

    owner.post(url("page", response), sent_page(people="5"))
    owner.post(url("page", other.unit.response), sent_page(people="6"))

    assert response.answers.get().num == 5
    assert other.unit.response.answers.get().num == 6


def test_leaving_ends_access_of_this_browser_only(owner, colleague, response):
    answer = owner.post(url("leave", response))

    assert answer.url == reverse("surveys:left")
    assert owner.get(url("hub", response)).status_code == 404
    assert colleague.get(url("hub", response)).status_code == 200


def test_pages_of_a_response_are_not_kept_by_caches(owner, response):
    assert "no-store" in owner.get(url("hub", response))["Cache-Control"]


def test_saving_keeps_csrf_checks(invitation, response):
    client = press(invitation, Client(enforce_csrf_checks=True))

    assert client.post(url("page", response), sent_page(people="5")).status_code == 403
    assert not Answer.objects.exists()


@pytest.mark.parametrize("name", ["start", "questions", "hub", "check", "page"])
def test_get_changes_nothing(owner, complete_response, name):
    before = list(Response.objects.values()), list(Answer.objects.order_by("pk").values())

    for _ in range(20):
        owner.get(url(name, complete_response))

    after = list(Response.objects.values()), list(Answer.objects.order_by("pk").values())
    assert after == before
