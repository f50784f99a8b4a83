"""What the first page says of the time is worked out from the questionnaire that is asked."""

import copy

from django.urls import reverse

from surveys.instrument.actions import publish_version
from surveys.instrument.shipped import load_questionnaire
from tests.factories.surveys import (
    TINY,
    CampaignFactory,
    InvitationFactory,
    ResponseFactory,
    VersionFactory,
)
from tests.surveys.answering.conftest import press


def time_said(client, response):
    page = client.get(reverse("surveys:start", args=[response.pk])).content.decode()
    return page.split("Tiempo necesario</dt><dd>")[1].split("</dd>")[0]


def test_start_page_says_how_long_its_own_questionnaire_takes(owner, response):
    assert time_said(owner, response) == "De 1 a 2 minutos"


def test_start_page_of_the_shipped_questionnaire_says_what_its_letters_say(db):
    response = ResponseFactory(unit__campaign=CampaignFactory(version=load_questionnaire()))
    client = press(InvitationFactory(unit=response.unit))

    assert time_said(client, response) == "De 15 a 20 minutos"


def test_start_page_says_one_figure_where_everything_has_to_be_answered(db):
    definition = copy.deepcopy(TINY)
    definition["sections"] = definition["sections"][:1]
    definition["checks"] = []
    version = publish_version(VersionFactory(definition=definition), by=None)
    response = ResponseFactory(unit__campaign__version=version)
    client = press(InvitationFactory(unit=response.unit))

    assert time_said(client, response) == "Alrededor de 1 minuto"
