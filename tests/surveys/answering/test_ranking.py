"""An order of preference: chosen place by place, stored as one answer, said again in its order."""

import io
import uuid

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change, typed
from surveys.answering.errors import CellRefused
from surveys.answering.ranking import order_of, problems_with
from surveys.instrument.actions import publish_version
from surveys.instrument.cells import Key
from surveys.instrument.parser import parse_definition
from surveys.models import Answer
from tests.factories.surveys import InvitationFactory, ResponseFactory, VersionFactory, ask, choices, words
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.answering.test_autosave import autosave
from tests.surveys.answering.test_kinds import PLACE, definition_with, post, url

CODES = ("ai", "cloud", "data", "design")
NOT_KNOWN = {"status": "not_known", "label": words("We do not know")}
QUESTION = ask("urgent", "ranking", ranks=3, choices=choices(*CODES), opt_out=NOT_KNOWN)
SLOT = parse_definition(definition_with(QUESTION)).slots[Key("urgent")]


@pytest.fixture
def response(db):
    version = publish_version(VersionFactory(definition=definition_with(QUESTION)), by=None)
    return ResponseFactory(unit__campaign__version=version)


@pytest.fixture
def owner(response):
    return press(InvitationFactory(unit=response.unit))


def places(*picks):
    return {f"urgent--{place}": pick for place, pick in enumerate(picks, start=1)}


def stored() -> list[str]:
    return Answer.objects.get(variable__code="urgent").choices


def test_order_is_stored_as_it_was_chosen(owner, response):
    answer = post(owner, response, **places("data", "ai", ""))

    assert answer.status_code == 302
    assert stored() == ["data", "ai"]
    form = owner.get(url(response)).context["form"]
    assert [form[name].value() for name in places("", "", "")] == ["data", "ai", None]


def test_another_order_of_the_same_is_a_change(owner, response):
    post(owner, response, **places("data", "ai", ""))
    post(owner, response, revision=1, **places("ai", "data", ""))

    assert stored() == ["ai", "data"]


@pytest.mark.parametrize(
    ("picks", "wrong", "says"),
    [
        (("ai", "ai", ""), "urgent--2", "«ai (es)» ya es la número 1"),
        (("ai", "", "data"), "urgent--3", "Elija antes la número 2"),
        (("", "ai", ""), "urgent--2", "Elija antes la número 1"),
        (("<b>ai</b>", "", ""), "urgent--1", "Elija una de las respuestas de la lista"),
        (("ai\0", "", ""), "urgent--1", ""),
        (("x" * 1_000_000, "", ""), "urgent--1", "Elija una de las respuestas de la lista"),
    ],
    ids=["double", "gap", "no-first", "html", "nul", "long"],
)
def test_wrong_order_is_explained_at_its_place_and_stays(owner, response, picks, wrong, says):
    answer = post(owner, response, **places(*picks))

    form = answer.context["form"]
    assert answer.status_code == 422
    assert list(form.errors) == [wrong]
    assert says in form.errors[wrong][0]
    assert tuple(form[name].value() for name in places(*picks)) == picks
    assert not Answer.objects.exists()


def test_order_and_not_known_exclude_each_other(owner, response):
    answer = post(owner, response, **places("ai", "", ""), **{"urgent--opt-out": "on"})

    assert answer.status_code == 422
    assert post(owner, response, **{"urgent--opt-out": "on"}).status_code == 302
    assert Answer.objects.get(variable__code="urgent").status == "not_known"


def test_autosave_keeps_a_whole_order_back_while_one_place_is_wrong(owner, response):
    state = autosave(owner, response, PLACE, **places("ai", "ai", "")).json()

    assert set(places("", "", "")) <= set(state["wrong"])
    assert not Answer.objects.exists()
    assert autosave(owner, response, PLACE, **places("ai", "data", "")).json()["wrong"] == []
    assert stored() == ["ai", "data"]


def test_two_orders_at_once_are_both_shown(owner, response):
    autosave(owner, response, PLACE, **places("ai", "", ""))
    answer = autosave(owner, response, PLACE, revision=0, **places("data", "ai", ""))

    (clash,) = answer.json()["clashes"]
    assert answer.status_code == 409
    assert clash["fields"] == list(places("", "", ""))
    assert (clash["theirs"], clash["ours"]) == ("1. ai (es)", "1. data (es), 2. ai (es)")


def test_receipt_check_page_and_pdf_say_the_order(owner, response):
    save_cells(response, [*COMPLETE, Change("urgent", ["data", "ai"])], request_id=uuid.uuid4(), actor="Ada")
    checked = owner.get(url(response, "check")).content.decode()
    submission = submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    received = owner.get(url(response, "receipt")).content.decode()
    pdf = owner.get(reverse("surveys:receipt-pdf", args=[response.pk]))
    text = PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()

    for page in (checked, received, text):
        assert page.index("1. data (es)") < page.index("2. ai (es)")
    (answer,) = [row for row in submission.payload["answers"] if row["variable"] == "urgent"]
    assert answer["value"] == ["data", "ai"]


def test_preview_shows_every_place(owner, response):
    text = owner.get(url(response, "questions")).content.decode()

    assert text.count('name="urgent--') == 4  # three places and the way out


@pytest.mark.parametrize("value", [["ai", "ai"], ["ai", "nothing"], list(CODES), "nothing"])
def test_cells_refuse_what_is_no_order(value):
    with pytest.raises(CellRefused):
        typed(SLOT, value)


@given(st.lists(st.sampled_from(["", *CODES]), min_size=3, max_size=3))
def test_places_are_an_order_or_say_why_not(picks):
    problems = list(problems_with(SLOT, picks))
    order = order_of(picks) or ()

    is_order = len(set(order)) == len(order) and tuple(picks[: len(order)]) == order
    assert is_order is (not problems)
    assert all(picks[place] for place, _problem in problems)
    if is_order:
        assert (typed(SLOT, order) or ()) == order
