"""What the first page says of the time is worked out from the questionnaire that is asked."""

import copy
import uuid

from django.urls import reverse

from surveys.answering.actions import save_cells, submit_response
from surveys.instrument.actions import publish_version
from surveys.instrument.shipped import load_questionnaire
from tests.factories.surveys import (
    TINY,
    CampaignFactory,
    InvitationFactory,
    ResponseFactory,
    VersionFactory,
)
from tests.surveys.answering.conftest import COMPLETE, press


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


def test_only_the_shipped_questionnaire_promises_the_study(owner, response):
    of_ones_own = owner.get(reverse("surveys:start", args=[response.pk])).content.decode()
    shipped = ResponseFactory(unit__campaign=CampaignFactory(version=load_questionnaire()))
    client = press(InvitationFactory(unit=shipped.unit))
    of_the_study = client.get(reverse("surveys:start", args=[shipped.pk])).content.decode()

    assert ["El estudio muestra" in page for page in (of_ones_own, of_the_study)] == [False, True]
    assert ["en cada perfil profesional" in page for page in (of_ones_own, of_the_study)] == [False, True]


def test_receipt_of_ones_own_questionnaire_promises_no_study(owner, response):
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    receipt = owner.get(reverse("surveys:receipt", args=[response.pk])).content.decode()

    assert "estudio cuando" not in receipt
    assert "Si necesita corregir algo antes de que la encuesta se cierre" in receipt
