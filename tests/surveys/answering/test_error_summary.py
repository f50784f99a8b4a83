"""The list of what is wrong above a page: each leads to its field, and a table does not bury the page."""

import re
import uuid

import pytest

from surveys.answering.forms import MOST_IN_SUMMARY
from surveys.instrument.actions import publish_version
from surveys.models import Answer
from tests.factories.surveys import InvitationFactory, ResponseFactory, VersionFactory, ask, words
from tests.surveys.answering.conftest import Fields, press
from tests.surveys.answering.test_kinds import definition_with, url

ROWS = [f"r{number}" for number in range(12)]
NOW = {"code": "now", "label": words("Now"), "kind": "number"}
TABLE = ask("wide", "grid", rows=[{"code": row, "label": words(row)} for row in ROWS], columns=[NOW])
NUMBER = ask("size", "number")


@pytest.fixture
def response(db):
    version = publish_version(VersionFactory(definition=definition_with(TABLE, NUMBER)), by=None)
    return ResponseFactory(unit__campaign__version=version)


def summary(response, wrong, **rest):
    """Return the links of the summary after so many wrong cells, and the page."""
    answers = {f"wide--{row}--now": "doce" if place < wrong else "" for place, row in enumerate(ROWS)}
    envelope = {"revision": 0, "request_id": uuid.uuid4(), "then": "continue"}
    client = press(InvitationFactory(unit=response.unit))
    page = client.post(url(response), envelope | answers | {"size": ""} | rest)
    assert page.status_code == 422
    markup = page.content.decode()
    listed = markup[markup.index("error-summary__title") : markup.index('<form method="post" novalidate')]
    return re.findall(r'href="#([^"]+)">([^<]+)<', listed), markup


def test_many_errors_of_one_table_are_counted_and_lead_to_it(response):
    links, markup = summary(response, 12, size="doce")

    targets = [target for target, _words in links]
    assert targets == [
        *(f"id_wide--{row}--now" for row in ROWS[:MOST_IN_SUMMARY]),
        "question-wide",
        "id_size",
    ]
    assert links[MOST_IN_SUMMARY][1] == "About wide (es): 7 más por corregir"
    assert all(f'id="{target}"' in markup for target in targets)
    assert markup.count("Escriba el número solo con cifras, como 12.</p>") == 13


@pytest.mark.parametrize("wrong", [1, MOST_IN_SUMMARY, MOST_IN_SUMMARY + 1])
def test_few_errors_are_all_listed(response, wrong):
    links, _markup = summary(response, wrong)

    assert [target for target, _words in links] == [f"id_wide--{row}--now" for row in ROWS[:wrong]]


@pytest.mark.parametrize(
    "broken", [{"revision": "abc"}, {"request_id": "nope"}, {"revision": "", "request_id": ""}]
)
def test_page_with_a_broken_envelope_says_so_and_can_be_saved_again(response, broken):
    links, markup = summary(response, 0, size="15", **broken)

    assert links == []
    assert "Esta página ha cambiado desde que la abrió." in markup
    assert "UUID" not in markup

    again = Fields(markup).held
    client = press(InvitationFactory(unit=response.unit))
    assert client.post(url(response), again | {"then": "continue"}).status_code == 302
    assert Answer.objects.get(variable__code="size").num == 15
