"""Which unfinished answers are usable, stored when the edition closes."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from surveys.answering.actions import save_cells, start_response
from surveys.answering.cells import Change
from surveys.fielding.actions import close_campaign
from surveys.fielding.partials import is_usable, usable_among
from surveys.instrument.cells import Cell, Key
from surveys.instrument.definition import Definition
from surveys.instrument.parser import parse_definition
from surveys.models import Response
from tests.factories.surveys import TINY, ResponseFactory

pytestmark = pytest.mark.django_db
PEOPLE = Change("people", 12)
NO_HIRES = Change("hired", "no")
TOO_MANY_HARD = (Change("roles", 1, row="dev", col="now"), Change("roles", 2, row="dev", col="hard"))


def text_of(response) -> str:
    return response.content.decode()


def definition(*essential: str) -> Definition:
    return parse_definition(TINY | {"essential": list(essential)})


def save(unit, *cells: Change) -> Response:
    response = start_response(unit)
    save_cells(response, cells, request_id=uuid4(), actor="a")
    return response


@pytest.mark.parametrize(
    ("cells", "usable"),
    [
        ((), False),
        ((PEOPLE,), False),
        ((PEOPLE, NO_HIRES), True),
        ((PEOPLE, Change("hired", "yes")), False),
        ((PEOPLE, Change("hired", "yes"), Change("reasons", ["pay"])), True),
        ((PEOPLE, NO_HIRES, *TOO_MANY_HARD), False),
        ((Change("people", status="not_known"), NO_HIRES), True),
    ],
)
def test_close_notes_which_partial_answers_are_usable(edition, cells, usable):
    response = save(edition.units.first(), *cells)
    ResponseFactory(unit=edition.units.last())

    close_campaign(edition)

    response.refresh_from_db()
    assert (response.state, response.usable) == ("partial", usable)
    assert edition.units.last().response.usable is False


def test_only_essential_sections_have_to_be_complete():
    nothing: dict[Key, Cell] = {}

    assert is_usable(definition("staff"), nothing)
    assert not is_usable(definition("company"), nothing)
    assert not is_usable(definition(), nothing)


def test_usable_is_judged_in_the_same_number_of_queries_for_one_and_for_three(
    edition, django_assert_num_queries
):
    responses = [save(unit, PEOPLE, NO_HIRES) for unit in edition.units.all()]

    for some in (responses[:1], responses):
        with django_assert_num_queries(2):
            assert len(usable_among((r.pk, r.version_id) for r in some)) == len(some)


def test_database_refuses_a_verdict_on_answers_that_are_not_partial(edition):
    response = save(edition.units.first(), PEOPLE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=response.pk).update(usable=True)


def test_close_page_says_whose_answers_would_be_usable(manager_client, edition):
    save(edition.units.get(name_at_launch="Ana SL"), PEOPLE, NO_HIRES)
    save(edition.units.get(name_at_launch="Berta SL"), PEOPLE)

    html = text_of(manager_client.get(reverse("admin:surveys_campaign_step_close", args=[edition.pk])))

    assert "en curso, aprovechable" in html
    assert "en curso, todavía no aprovechable" in html
    assert "sin empezar" in html
