"""Answers within later texts, and totals played back with a way to each part."""

import copy
import uuid

import pytest
from django.utils import translation

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.draft import Draft
from surveys.answering.entries import entries_of_all
from surveys.answering.piping import filled, words_of
from surveys.instrument.actions import publish_version
from surveys.instrument.parser import compiled
from tests.factories.surveys import (
    TINY,
    InvitationFactory,
    ResponseFactory,
    UnitFactory,
    VersionFactory,
    ask,
    choices,
    page,
    words,
)
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.answering.pages.conftest import post, stored, url

NOW = {"sum": {"variable": "roles", "col": "now"}}


def piped():
    """TINY with texts that quote answers, and a page that plays the total of the roles back."""
    definition = copy.deepcopy(TINY)
    hiring, reasons = definition["sections"][0]["pages"][1:]
    hiring["title"] = words("Hiring at {org}")
    hiring["questions"][0]["label"] = {
        "es": "Con {people|su equipo} personas a {reference_date}, ¿contrató?",
        "en": "With {people|your team} people on {reference_date}, did you hire?",
    }
    hiring["questions"][0]["choices"][0]["label"] = words("Yes, beyond {people|them}")
    reasons["questions"][0]["label"] = words("Why {hired|did you not answer}?")
    staff = definition["sections"][1]["pages"]
    staff[1]["intro"] = words("{roles.dev.now|No} developers; {people|?} in all")
    staff[2]["intro"] = words("You wrote {reasons|nothing}.")
    staff.insert(
        1,
        page(
            "total",
            ask("right", "single", choices=choices("yes", "no"), confirms=True),
            recap=[
                {"label": words("All roles"), "value": NOW, "unit": words("people")},
                {"label": words("Not in a role"), "value": {"subtract": [{"variable": "people"}, NOW]}},
            ],
        ),
    )
    return definition


@pytest.fixture
def piped_response(db):
    version = publish_version(VersionFactory(definition=piped()), by=None)
    return ResponseFactory(unit__campaign__version=version, unit__name_at_launch="Ñandú & <b>Hijos</b>")


@pytest.fixture
def client_of(piped_response):
    return press(InvitationFactory(unit=piped_response.unit))


def save(response, *changes):
    return save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")


def shown(client, response, section, page):
    return client.get(url("page", response, section, page)).content.decode()


def test_text_quotes_an_earlier_answer(client_of, piped_response):
    save(piped_response, Change("people", 12))

    text = shown(client_of, piped_response, "company", "hiring")

    assert "Con 12 personas a 31 de diciembre de 2026, ¿contrató?" in text
    assert "Yes, beyond 12 (es)" in text


def test_text_has_neutral_words_without_an_answer(client_of, piped_response):
    assert "Con su equipo personas" in shown(client_of, piped_response, "company", "hiring")


@pytest.mark.parametrize("change", [Change("people", status="not_known"), Change("people", None)])
def test_text_has_neutral_words_where_the_answer_is_no_value(client_of, piped_response, change):
    save(piped_response, Change("people", 12))
    save(piped_response, change)

    assert "Con su equipo personas" in shown(client_of, piped_response, "company", "hiring")


def test_quoted_words_are_escaped(client_of, piped_response):
    text = shown(client_of, piped_response, "company", "hiring")

    assert "<title>Hiring at Ñandú &amp; &lt;b&gt;Hijos&lt;/b&gt; (es)" in text
    assert "<b>Hijos" not in text


def test_quoted_choices_are_in_the_reader_s_language(piped_response):
    save(piped_response, Change("hired", "no"))
    draft_words = words_for(piped_response)

    with translation.override("es"):
        assert draft_words("hired") == "no (es)"
    with translation.override("en"):
        assert draft_words("hired") == "no"


def words_for(response):
    response.refresh_from_db()
    draft = Draft.of(response)
    return words_of(response.unit, draft.definition, draft.path().cells)


def test_answers_off_the_path_are_not_quoted(client_of, piped_response):
    save(piped_response, Change("hired", "yes"), Change("reasons", ["pay", "place"]))
    assert "You wrote pay (es), place (es). (es)" in shown(client_of, piped_response, "staff", "notes")

    save(piped_response, Change("hired", "no"))

    assert "You wrote nothing. (es)" in shown(client_of, piped_response, "staff", "notes")


def test_cell_of_a_grid_is_quoted(client_of, piped_response):
    save(piped_response, Change("roles", 3, row="dev", col="now"))

    assert "3 developers; ? in all (es)" in shown(client_of, piped_response, "staff", "abilities")


def test_answers_read_back_are_worded_too(client_of, piped_response):
    save(piped_response, *COMPLETE, Change("right", "yes"))
    submit_response(piped_response, idempotency_key=uuid.uuid4(), by="Ada")

    assert "Con 12 personas" in client_of.get(url("receipt", piped_response)).content.decode()


def test_texts_that_quote_nothing_are_left_as_they_are(response):
    draft = Draft.of(response)
    path = draft.path()

    assert filled(path, draft.definition, lambda name: "x") is path


def test_preview_shows_neutral_words(piped_response):
    (_page, entries) = entries_of_all(compiled(piped_response.version))[0][1][1]

    with translation.override("es"):
        assert str(entries[0].question.label) == "Con su equipo personas a …, ¿contrató?"


def test_totals_are_played_back_with_a_way_to_each_part(client_of, piped_response):
    save(piped_response, *COMPLETE, Change("roles", 4, row="ops", col="now"))

    page = client_of.get(url("page", piped_response, "staff", "total"))
    played = page.context["played_back"]

    assert [(str(p.words), [step.page.code for step in p.parts]) for p in played] == [
        ("7\N{NO-BREAK SPACE}people (es)", ["roles"]),
        ("5", ["size", "roles"]),
    ]
    assert f'href="{url("page", piped_response, "staff", "roles")}?back=staff/total"' in page.content.decode()


def test_total_of_nothing_says_so(client_of, piped_response):
    page = client_of.get(url("page", piped_response, "staff", "total"))

    assert [played.words for played in page.context["played_back"]] == ["", ""]


def test_changing_a_part_leads_back_to_the_totals(client_of, piped_response):
    answer = post(client_of, piped_response, "staff", "roles", back="staff/total", **{"roles--dev--now": "3"})

    assert answer.url == url("page", piped_response, "staff", "total")


@pytest.mark.parametrize("back", ["//evil.example", "staff/ghost", "https://evil.example/", "check/", "x"])
def test_way_back_leads_nowhere_else(client_of, piped_response, back):
    answer = post(client_of, piped_response, "company", "size", people="3", back=back)

    assert answer.url == url("page", piped_response, "company", "hiring")


def test_changing_a_part_asks_the_confirmation_anew(client_of, piped_response):
    save(piped_response, *COMPLETE, Change("right", "yes"))

    save(piped_response, Change("notes", "Hello"))
    assert stored(piped_response)["right"] == "yes"

    save(piped_response, Change("roles", 4, row="dev", col="now"))
    assert stored(piped_response)["right"] is None
    event = piped_response.events.get(variable__code="right", new__status="blank")
    assert event.old["value"] == "yes"


@pytest.fixture
def named_section(db):
    """An edition whose second section quotes an answer in its title and its introduction."""
    definition = copy.deepcopy(TINY)
    definition["sections"][1] |= {
        "title": {"es": "Las {people|suyas} personas", "en": "The {people|your} people"},
        "intro": words("At {org}"),
    }
    return publish_version(VersionFactory(definition=definition), by=None)


def company_of(version, people, **unit):
    """Return a response of the version's edition that gave a headcount, with its client."""
    response = ResponseFactory(unit=UnitFactory(**unit) if unit else UnitFactory(campaign__version=version))
    if people is not None:
        save(response, Change("people", people))
    return response, press(InvitationFactory(unit=response.unit))


@pytest.mark.parametrize(("people", "title"), [(12, "Las 12 personas"), (None, "Las suyas personas")])
def test_title_of_a_section_quotes_an_answer_wherever_it_is_read(named_section, people, title):
    response, client = company_of(named_section, people)

    assert title in shown(client, response, "staff", "roles")
    for page_name in ("hub", "people"):
        assert title in client.get(url(page_name, response)).content.decode()


def test_title_of_a_section_is_each_company_s_own_on_its_receipt(named_section):
    first, client = company_of(named_section, 12)
    second, other_client = company_of(named_section, 31, campaign=first.unit.campaign)
    for response, people in ((first, 12), (second, 31)):
        save(response, *COMPLETE, Change("people", people))
        submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    receipts = [
        reader.get(url("receipt", response)).content.decode()
        for reader, response in ((client, first), (other_client, second))
    ]

    assert ["Las 12 personas" in text for text in receipts] == [True, False]
    assert ["Las 31 personas" in text for text in receipts] == [False, True]
