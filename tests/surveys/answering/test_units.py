"""A figure is read back with its unit, in the word that its number and the language ask for."""

import copy
import io
import uuid
from decimal import Decimal

import pypdf
import pytest
from django.urls import reverse
from django.utils.translation import override

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.display import format_cell
from surveys.instrument.actions import publish_version
from surveys.instrument.cells import Cell, Key
from surveys.instrument.parser import parse_definition
from surveys.instrument.shipped import read_shipped
from surveys.instrument.wording import compare
from tests.factories.surveys import TINY, CampaignFactory, InvitationFactory, ResponseFactory, VersionFactory
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.answering.test_previous import sent_earlier

UNIT = {"es": "personas", "en": "people"}
ONE = {"es": "persona", "en": "person"}


def defined(**texts) -> dict:
    """Return the tiny questionnaire with a unit beside its number and over its grid."""
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][0]["questions"][0] |= texts
    definition["sections"][1]["pages"][0]["questions"][0] |= texts
    return definition


def read_back(value, language="es", **texts):
    slot = parse_definition(defined(**texts)).slots[Key("people")]
    with override(language):
        return format_cell(slot, Cell(Decimal(value))).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("12", "es", "12 personas"),
        ("1", "es", "1 persona"),
        ("0", "es", "0 personas"),
        ("12", "en", "12 people"),
        ("1", "en", "1 person"),
    ],
)
def test_figure_has_its_unit(value, language, words):
    assert read_back(value, language, unit=UNIT, unit_one=ONE) == words


def test_version_without_a_word_for_one_does_not_count_one_as_many():
    assert read_back("1", unit=UNIT) == "1 (personas)"
    assert read_back("2", unit=UNIT) == "2 personas"
    assert read_back("1", unit={"es": "%", "en": "%"}) == "1 %"
    assert read_back("1") == "1"


def test_word_for_one_is_no_change_of_the_wording():
    old, new = (
        parse_definition(defined(**texts)) for texts in ({"unit": UNIT}, {"unit": UNIT, "unit_one": ONE})
    )

    assert compare(new.questions["people"], old.questions["people"]) == "same"


def test_every_unit_of_the_shipped_questionnaire_has_its_word_for_one():
    definition = parse_definition(read_shipped())
    units = [
        *definition.questions.values(),
        *(part for _section, page in definition.pages() for part in page.recap),
    ]
    worded = [item for item in units if item.unit]

    assert len(worded) == 13
    assert all(item.unit_one for item in worded)


@pytest.fixture
def response(db):
    draft = VersionFactory(definition=defined(unit=UNIT, unit_one=ONE))
    return ResponseFactory(unit__campaign=CampaignFactory(version=publish_version(draft, by=None)))


def texts(answer) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def test_pages_that_read_answers_back_say_the_unit(response, owner):
    sent_earlier(response, Change("people", 1), Change("roles", 1, row="dev", col="now"))
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")

    check = texts(owner.get(reverse("surveys:check", args=[response.pk])))
    page = texts(owner.get(reverse("surveys:page", args=[response.pk, "company", "size"])))

    assert "12 personas</span>" in check
    assert "2025: 1 persona</span>" in check
    assert "dijo: 1 persona</p>" in page
    # A grid says it once, over the column.
    assert "now (es) (personas)</th>" in check
    assert 'data-label="now (es) (personas)"><span class="data-table__said">3 <span' in check


def test_receipt_and_its_copies_on_paper_say_the_unit(response, owner):
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    blank = owner.get(reverse("surveys:questions-pdf", args=[response.pk]))
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    receipt = texts(owner.get(reverse("surveys:receipt", args=[response.pk])))
    paper = owner.get(reverse("surveys:receipt-pdf", args=[response.pk]))

    assert "12 personas</span>" in receipt
    for answer, words in (
        (paper, "12 personas"),
        (paper, "now (es) (personas)"),
        (blank, "now (es) (personas)"),
    ):
        pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        said = " ".join(" ".join(page.extract_text() for page in pages).replace("\xa0", " ").split())
        assert words in said


def test_receipt_of_a_version_without_units_stays_as_it_was(db):
    response = ResponseFactory()
    owner = press(InvitationFactory(unit=response.unit))
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    assert '<span class="summary__word">12</span>' in texts(
        owner.get(reverse("surveys:receipt", args=[response.pk]))
    )
