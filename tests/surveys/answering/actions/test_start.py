"""A company's response begins once, while its edition takes answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from surveys.answering.actions import start_response
from surveys.answering.errors import SurveyClosed
from surveys.models import Response
from tests.factories.surveys import CampaignFactory, UnitFactory


def test_start_response_makes_one_response_for_a_unit(db):
    unit = UnitFactory()

    first, second = start_response(unit), start_response(unit)

    assert first == second
    assert list(Response.objects.all()) == [first]
    assert first.version == unit.campaign.version


@pytest.mark.parametrize(
    "campaign",
    [
        {"state": "draft"},
        {"state": "closed", "closed_at": timezone.now()},
        {"opens_at": timezone.now() + timedelta(days=1)},
        {"due_at": timezone.now() - timedelta(hours=2), "closes_at": timezone.now() - timedelta(hours=1)},
    ],
    ids=["draft", "closed", "not open yet", "past its closing time"],
)
def test_start_response_refuses_an_edition_out_of_the_field(db, campaign):
    with pytest.raises(SurveyClosed):
        start_response(UnitFactory(campaign=CampaignFactory(**campaign)))

    assert not Response.objects.exists()
