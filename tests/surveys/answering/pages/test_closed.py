"""The pages of an edition that has closed."""

from uuid import uuid4

import pytest
from django.utils import timezone

from surveys.answering.actions import submit_response
from surveys.models import Answer
from tests.surveys.answering.pages.conftest import post, url


def close(response):
    campaign = response.unit.campaign
    campaign.state, campaign.closed_at = "closed", timezone.now()
    campaign.save()


def test_save_after_closing_keeps_what_was_typed_on_the_page(owner, response):
    close(response)

    answer = post(owner, response, "company", "size", people="5")

    assert answer.status_code == 422
    assert answer.context["form"]["people"].value() == "5"
    assert answer.context["form"].non_field_errors()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("name", ["hub", "check"])
def test_closed_edition_leads_to_the_page_that_says_so(owner, response, name):
    close(response)

    assert owner.get(url(name, response)).url == url("start", response)
    assert "surveys/closed.html" in [t.name for t in owner.get(url("start", response)).templates]


def test_closed_edition_shows_the_receipt(owner, complete_response):
    submission = submit_response(complete_response, idempotency_key=uuid4(), by="Ada")
    close(complete_response)

    closed = owner.get(url("start", complete_response)).content.decode()
    receipt = owner.get(url("receipt", complete_response)).content.decode()

    assert submission.receipt_number in closed
    assert submission.receipt_number in receipt
