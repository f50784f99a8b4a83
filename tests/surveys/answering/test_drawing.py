"""A question is drawn once for all companies that see it in the same state, and never mixed up."""

from uuid import uuid4
from weakref import WeakKeyDictionary

import pytest
from django.urls import reverse
from django.utils import translation

from surveys.answering import drawing
from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from tests.factories.surveys import InvitationFactory
from tests.surveys.answering.conftest import press


@pytest.fixture(autouse=True)
def nothing_drawn(monkeypatch):
    monkeypatch.setattr(drawing, "_drawn", WeakKeyDictionary())


def markup(client, response, *place):
    return client.get(reverse("surveys:page", args=[response.pk, *place])).content.decode()


def question_in(html):
    return html[html.index('<div class="question') : html.index('<p class="autosave-note"')]


def drawn_times(monkeypatch, run):
    """Count how often a template was rendered for a question while ``run`` runs."""
    count = []
    original = drawing.drawn_for

    def counting(definition, question, level, cells, draw):
        return original(
            definition, question, level, cells, lambda: (count.append(question.variable), draw())[1]
        )

    monkeypatch.setattr("surveys.answering.frames.drawn_for", counting)
    run()
    return len(count)


def other_company(response):
    invitation = InvitationFactory(unit__campaign=response.unit.campaign)
    client = press(invitation)
    return client, invitation.unit.response


def test_two_companies_see_the_same_question_drawn_once(owner, response, monkeypatch):
    other, theirs = other_company(response)
    pages = []

    times = drawn_times(
        monkeypatch,
        lambda: pages.extend(
            markup(*visit, "company", "size") for visit in ((owner, response), (other, theirs))
        ),
    )

    assert times == 1
    assert question_in(pages[0]) == question_in(pages[1])


def test_answered_question_shows_its_company_s_answer_only(owner, response):
    other, theirs = other_company(response)
    markup(owner, response, "company", "size")
    save_cells(response, [Change("people", 7)], request_id=uuid4(), actor="Ada")

    assert 'value="7"' in question_in(markup(owner, response, "company", "size"))
    assert 'value="7"' not in question_in(markup(other, theirs, "company", "size"))


def test_question_is_drawn_in_each_language(owner, response):
    spanish = markup(owner, response, "company", "size")
    with translation.override("en"):
        english = markup(owner, response, "company", "size")

    assert "About people (es)" in spanish
    assert "About people<" in english


def test_questions_to_be_read_only_stay_disabled(owner, response):
    markup(owner, response, "company", "size")

    everything = owner.get(reverse("surveys:questions", args=[response.pk])).content.decode()

    assert everything.count("disabled") > everything.count('<fieldset class="preview__page" disabled')
    assert "disabled" not in question_in(markup(owner, response, "company", "size"))


def test_wrong_answer_is_drawn_anew(owner, response):
    markup(owner, response, "company", "size")
    address = reverse("surveys:page", args=[response.pk, "company", "size"])

    wrong = owner.post(address, {"people": "doce", "revision": 0, "request_id": uuid4()}).content.decode()

    assert 'value="doce"' in wrong
    assert "question--wrong" in wrong
    assert "question--wrong" not in markup(owner, response, "company", "size")
