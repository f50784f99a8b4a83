"""A company beside the others: promised while the edition is open, shown once it is closed."""

import pytest
from django.test import Client
from django.urls import reverse

from surveys.answering.grants import hold
from surveys.models import Submission, Unit
from tests.factories.surveys import InvitationFactory


def url(name, response):
    return reverse(f"surveys:{name}", args=[response.pk])


def browser(response):
    """A browser that has shown whose it is; a closed edition has no access codes to do so with."""
    client, invitation = Client(), InvitationFactory(unit=response.unit, token=str(response.pk))
    session = client.session
    hold(session, invitation.pk)
    session.save()
    return client


@pytest.fixture
def demo(demonstration, db):
    """The demonstration: a closed edition with 31 answers and an open one."""
    return {
        edition: Unit.objects.filter(campaign__edition=edition, response__submissions__isnull=False)
        .select_related("response", "campaign")
        .order_by("pk")
        for edition in ("2025", "2026")
    }


def test_company_sees_itself_beside_the_others_once_the_edition_is_closed(demo):
    unit = demo["2025"].first()
    client = browser(unit.response)

    receipt = client.get(url("receipt", unit.response)).content.decode()
    page = client.get(url("comparison", unit.response))
    lines = {str(label): (figures, companies) for label, figures, companies, _band in page.context["lines"]}

    assert url("comparison", unit.response) in receipt
    assert lines
    payload = Submission.objects.get(response=unit.response).payload
    said = {cell["variable"]: cell["value"] for cell in payload["answers"] if not cell["row"]}
    share = round(100 * float(said["joiners"]) / float(said["headcount"]), 1)
    figures, companies = lines["Personas incorporadas en 12 meses"]
    assert float(figures[0].replace(",", ".")) == pytest.approx(share, abs=0.06)
    assert companies == "al menos 27 de 31"
    low, middle, high = (float(value.replace(",", ".")) for value in figures[2:])
    assert low <= middle <= high


def test_all_companies_of_a_band_read_the_same_thirds(demo):
    pages = [browser(unit.response).get(url("comparison", unit.response)) for unit in demo["2025"][:3]]

    thirds = [[figures[2:] for _l, figures, _n, _b in page.context["lines"]] for page in pages]
    assert thirds[0] == thirds[1] == thirds[2]


def test_open_edition_promises_with_its_day_and_shows_nothing_of_others(demo):
    unit = demo["2026"].first()
    client = browser(unit.response)

    receipt = client.get(url("receipt", unit.response)).content.decode()
    page = client.get(url("comparison", unit.response))

    assert "cómo queda su empresa junto a las demás" in receipt
    assert page.context["lines"] == []
    assert "<table" not in page.content.decode()
    assert "se cierra el" in page.content.decode()


def test_stranger_gets_no_comparison(demo):
    mine, other = demo["2025"][:2]

    assert browser(mine.response).get(url("comparison", other.response)).status_code == 404
