"""Changing the language in the middle of answering."""

from django.utils import translation

from tests.surveys.answering.conftest import held
from tests.surveys.answering.pages.conftest import post, url


def test_language_switch_keeps_saved_answers(owner, response):
    post(owner, response, "company", "size", people="7")

    with translation.override("en"):
        english = url("page", response, "company", "size")
    page = owner.get(english)

    assert held(page)["people"] == "7"
    assert "About people<" in page.content.decode()


def test_other_language_shows_what_was_typed(owner, response):
    answer = post(owner, response, "company", "size", people="7", then="language")

    assert answer.status_code == 302
    assert answer.url.startswith("/en/survey/")
    page = owner.get(answer.url)
    assert held(page)["people"] == "7"


def test_other_language_waits_for_an_answer_that_cannot_be_read(owner, response):
    answer = post(owner, response, "company", "size", people="siete", then="language")

    assert answer.status_code == 422
    assert answer.context["form"]["people"].value() == "siete"
