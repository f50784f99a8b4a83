"""What the first page says of the time is worked out from the questionnaire that is asked."""

from django.urls import reverse

from surveys.instrument.shipped import load_questionnaire
from tests.factories.surveys import CampaignFactory, InvitationFactory, ResponseFactory
from tests.surveys.answering.conftest import press


def time_said(client, response):
    page = client.get(reverse("surveys:start", args=[response.pk])).content.decode()
    return page.split("Tiempo necesario</dt><dd>")[1].split("</dd>")[0]


def test_start_page_says_how_long_its_own_questionnaire_takes(owner, response):
    assert time_said(owner, response) == "Unos 2 minutos; 1 lo imprescindible"


def test_start_page_of_the_shipped_questionnaire_says_what_its_letters_say(db):
    response = ResponseFactory(unit__campaign=CampaignFactory(version=load_questionnaire()))
    client = press(InvitationFactory(unit=response.unit))

    assert time_said(client, response) == "Unos 20 minutos; 15 lo imprescindible"
