"""The access code in the panel: shown once, renewed at will."""

import pytest
from django.test import Client
from django.urls import reverse

from surveys.models import AccessCode


@pytest.fixture
def unit(edition):
    return edition.units.get(name_at_launch="Ana SL")


def step(unit):
    return reverse("admin:surveys_unit_step_code", args=[unit.pk])


def test_code_page_shows_none_until_somebody_asks(manager_client, unit):
    page = manager_client.get(step(unit))

    assert page.status_code == 200
    assert "code" not in page.context
    assert not AccessCode.objects.exists()


def test_code_is_shown_once_and_opens_the_questionnaire(manager_client, manager, unit):
    page = manager_client.post(step(unit))

    code = page.context["code"]
    assert code in page.content.decode()
    assert reverse("surveys:access-code") in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert AccessCode.objects.get().made_by == manager
    assert code not in manager_client.get(step(unit)).content.decode()
    assert Client().post(reverse("surveys:access-code"), {"code": code}).status_code == 302


def test_code_page_tells_when_it_was_made_and_used(manager_client, unit):
    code = manager_client.post(step(unit)).context["code"]
    unused = manager_client.get(step(unit)).context["notes"]
    Client().post(reverse("surveys:access-code"), {"code": code})

    assert len(unused) == 2
    assert manager_client.get(step(unit)).context["notes"][1] != unused[1]


def test_closed_edition_gives_no_code(manager_client, edition, unit):
    edition.state, edition.closed_at = "closed", edition.opens_at
    edition.save()

    page = manager_client.post(step(unit))

    assert page.status_code in (302, 403)
    assert not AccessCode.objects.exists()
