"""Odd figures are explained before the answers are sent, on the page that reads them back or before it."""

import uuid

import pytest
from django.utils import translation

from surveys.answering.actions import explain_checks
from surveys.answering.cells import Change
from surveys.answering.errors import AlreadySubmitted, NotReady
from surveys.models import CheckFlag, Submission
from tests.surveys.answering.oddities.conftest import BECAUSE, ODD, flags, save, submit
from tests.surveys.answering.pages.conftest import url


def test_submit_response_refuses_an_unexplained_figure(odd_response):
    with pytest.raises(NotReady) as caught:
        submit(odd_response)

    assert [failure.check.code for failure in caught.value.unexplained] == ["roles-within-people"]
    assert (caught.value.missing, caught.value.failed) == ((), ())
    assert not Submission.objects.exists()


def test_submit_response_takes_what_was_said_for_the_same_figures(odd_response):
    explain_checks(odd_response, {ODD: "Two jobs each"}, actor="Ada")

    assert submit(odd_response)


def test_submit_response_asks_anew_once_figures_changed(odd_response):
    explain_checks(odd_response, {ODD: "Two jobs each"}, actor="Ada")
    save(odd_response, Change("people", 11))

    with pytest.raises(NotReady):
        submit(odd_response)


def test_submit_response_drops_doubts_that_are_no_longer(odd_response):
    explain_checks(odd_response, {ODD: "Two jobs each"}, actor="Ada")
    CheckFlag.objects.create(response=odd_response, rule="hard-within-now", row_key="dev", explanation="Old")

    submit(odd_response)

    assert flags(odd_response) == [(*ODD, "explained", "13 12", "Two jobs each", "Ada")]


def test_explain_checks_refuses_once_sent(odd_response):
    submit(odd_response, confirmed=[ODD])

    with pytest.raises(AlreadySubmitted):
        explain_checks(odd_response, {ODD: "Late"}, actor="Ada")


def test_blank_explanation_is_none(odd_response):
    explain_checks(odd_response, {ODD: "  \n "}, actor="Ada")

    assert flags(odd_response) == []


def test_check_page_asks_about_odd_figures_and_keeps_what_was_typed(owner, odd_response):
    with translation.override("en"):
        answer = owner.post(url("submit", odd_response), {"idempotency_key": uuid.uuid4(), "declared": "on"})
        errors = answer.context["form"].errors

    assert answer.status_code == 422
    assert errors == {BECAUSE: ["Explain the figure, correct it, or tick that it is right."]}
    assert not Submission.objects.exists()


def test_check_page_sends_with_an_explanation(owner, odd_response):
    sent = {"idempotency_key": uuid.uuid4(), "declared": "on", BECAUSE: "Two jobs each"}
    answer = owner.post(url("submit", odd_response), sent)

    assert answer.url == url("receipt", odd_response)
    assert flags(odd_response)[0][2:5] == ("explained", "13 12", "Two jobs each")


def test_check_page_shows_what_was_said_before(owner, odd_response):
    explain_checks(odd_response, {ODD: "Two jobs <each>"}, actor="Ada")

    page = owner.get(url("check", odd_response)).content.decode()

    assert "Two jobs &lt;each&gt;" in page
