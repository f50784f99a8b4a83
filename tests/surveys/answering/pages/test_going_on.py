"""Answering page by page, without JavaScript: each saved page leads on to the next."""

from uuid import uuid4

import pytest
from django.urls import reverse

from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from surveys.instrument.shipped import load_questionnaire
from surveys.models import Answer, Submission
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    PublishedVersionFactory,
    ResponseFactory,
)
from tests.surveys.answering.conftest import COMPLETE, held, press
from tests.surveys.answering.pages.conftest import post, stored, url


def test_saving_leads_from_page_to_page_and_to_the_sections(owner, response):
    one = post(owner, response, "company", "size", people="1.000")
    two = post(owner, response, "company", "hiring", 1, hired="yes")
    three = post(owner, response, "company", "reasons", 2, reasons=["pay", "place"])

    assert one.url == url("page", response, "company", "hiring")
    assert two.url == url("page", response, "company", "reasons")
    assert three.url == url("hub", response)
    assert stored(response) == {"people": 1000, "hired": "yes", "reasons": ["pay", "place"]}


def test_page_may_be_left_empty_and_shows_what_was_saved(owner, response):
    post(owner, response, "company", "size", people="7")
    post(owner, response, "company", "hiring", 1)

    page = owner.get(url("page", response, "company", "size"))

    assert held(page)["people"] == "7"
    assert stored(response) == {"people": 7}


def test_save_and_leave_saves_and_ends_access(owner, response):
    answer = post(owner, response, "company", "size", people="7", then="exit")

    assert answer.url == reverse("surveys:left")
    assert stored(response) == {"people": 7}
    assert owner.get(url("hub", response)).status_code == 404


def test_page_answers_cannot_submit(owner, complete_response):
    post(owner, complete_response, "staff", "notes", 1, notes="Fin", then="submit", declared="on")

    assert not Submission.objects.exists()


def test_double_click_on_save_saves_once(owner, response):
    sent = {"revision": 0, "request_id": uuid4(), "people": "5"}

    answers = [owner.post(url("page", response, "company", "size"), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert response.events.count() == 1


def test_conflict_shows_both_values_and_saving_again_keeps_ours(owner, colleague, response):
    post(colleague, response, "company", "size", people="14")

    answer = post(owner, response, "company", "size", people="13")

    form = answer.context["form"]
    assert answer.status_code == 422
    assert "Bea Ruiz" in form.errors["people"][0]
    assert "14" in form.errors["people"][0]
    assert (form["people"].value(), form["revision"].value()) == ("13", "1")
    assert stored(response) == {"people": 14}

    post(owner, response, "company", "size", form["revision"].value(), people="13")

    assert stored(response) == {"people": 13}


def test_page_off_the_path_leads_to_the_sections_and_saves_nothing(owner, response):
    answer = post(owner, response, "company", "reasons", reasons="pay")

    assert answer.url == url("hub", response)
    assert not Answer.objects.exists()


def test_page_that_does_not_exist_is_404(owner, response):
    assert owner.get(url("page", response, "company", "ghost")).status_code == 404


def test_pages_take_the_same_queries_for_few_and_many_answers(owner, response, django_assert_num_queries):
    addresses = {url("hub", response): 6, url("check", response): 3}
    addresses[url("page", response, "staff", "roles")] = 3
    for cells in ([Change("people", 1)], COMPLETE):
        save_cells(response, cells, request_id=uuid4(), actor="Ada")
        for address, queries in addresses.items():
            with django_assert_num_queries(queries):
                owner.get(address)


def test_every_page_of_the_shipped_questionnaire_is_drawn(db):
    response = ResponseFactory(unit__campaign=CampaignFactory(version=load_questionnaire()))
    client = press(InvitationFactory(unit=response.unit))
    opened = [Change(gate, "yes") for gate in ("recruited", "trained", "vacancies-now")]
    opened.append(Change("profiles", 3, row="dev-ai", col="hires-12"))
    save_cells(response, opened, request_id=uuid4(), actor="Ada")

    hub = client.get(url("hub", response))

    steps = hub.context["sitting"].path.steps
    assert len(steps) == 19
    for step in steps:
        page = client.get(url("page", response, *step.codes)).content.decode()
        for question in step.questions:
            assert f'id="question-{question.variable}"' in page


@pytest.mark.parametrize("version", [PublishedVersionFactory, load_questionnaire])
def test_preview_is_for_the_clusters_team(manager_client, client, version):
    address = reverse("surveys:preview", args=[version().pk])

    assert manager_client.get(address).status_code == 200
    manager_client.logout()
    assert manager_client.get(address).status_code == 302
