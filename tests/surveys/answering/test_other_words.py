"""“Other: which?”: words that go with a choice, asked for once it is made, and kept aside when it is not."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import NotReady
from surveys.instrument.actions import publish_version
from surveys.instrument.cells import Cell, Key
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from surveys.instrument.routing import find_path
from surveys.instrument.wording import compare, hash_wording
from surveys.models import Answer
from tests.factories.surveys import (
    InvitationFactory,
    ResponseFactory,
    VersionFactory,
    ask,
    choices,
    page,
    words,
)
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.answering.test_autosave import autosave
from tests.surveys.answering.test_kinds import PLACE, definition_with, post, url

OTHER = {"code": "other", "label": words("Other"), "say": words("Which?")}
SEVERAL = ask("tools", "multiple", choices=[*choices("git", "jira"), OTHER, *choices("none")])
ONE = ask("cloud", "single", choices=[*choices("own", "rented"), OTHER])
DEFINITION = definition_with(SEVERAL, ONE)


@pytest.fixture
def response(db):
    version = publish_version(VersionFactory(definition=DEFINITION), by=None)
    return ResponseFactory(unit__campaign__version=version)


@pytest.fixture
def owner(response):
    return press(InvitationFactory(unit=response.unit))


def said(variable: str = "tools") -> Answer:
    return Answer.objects.get(variable__code=variable, col_key="other")


def test_words_are_stored_beside_their_choice(owner, response):
    answer = post(owner, response, tools=["git", "other"], **{"tools--other": " Trello "}, cloud="own")

    assert answer.status_code == 302
    assert said().txt == "Trello"
    assert Answer.objects.get(variable__code="tools", col_key="").choices == ["git", "other"]
    assert 'value="Trello"' in owner.get(url(response)).content.decode()


@pytest.mark.parametrize("answers", [{"tools": ["other"]}, {"cloud": "other"}], ids=["multiple", "single"])
def test_choice_without_its_words_is_asked_for_them(owner, response, answers):
    (variable,) = answers
    answer = post(owner, response, **answers)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        f"{variable}--other": ["Diga cuál, o elija otra respuesta que no sea «Other (es)»."]
    }
    assert f"#id_{variable}--other" in answer.content.decode()


def test_page_is_saved_while_the_words_are_still_missing(owner, response):
    state = autosave(owner, response, PLACE, tools=["other"]).json()

    assert state["wrong"] == []
    assert Answer.objects.get().choices == ["other"]


def test_missing_words_are_asked_for_before_sending(response):
    changes = [*COMPLETE, Change("tools", ["other"])]
    save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")

    with pytest.raises(NotReady) as refused:
        submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    ((step, question),) = refused.value.missing
    assert (step.page.code, question.variable) == ("figures", "tools")


def test_words_of_a_choice_not_made_are_kept_aside_and_come_back(owner, response):
    post(owner, response, tools=["other"], **{"tools--other": "Trello"})
    post(owner, response, revision=1, tools=["git"], **{"tools--other": "Trello"})
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")

    assert (said().txt, said().on_path) == ("Trello", False)
    submission = submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")
    assert [row for row in submission.payload["answers"] if row["variable"] == "tools"] == [
        {"variable": "tools", "row": "", "col": "", "value": ["git"], "status": "given"}
    ]
    assert "Trello" not in owner.get(url(response, "receipt")).content.decode()


def test_words_count_again_once_their_choice_is_made_again(owner, response):
    post(owner, response, tools=["git"], **{"tools--other": "Trello"})
    assert said().on_path is False
    post(owner, response, revision=1, tools=["git", "other"], **{"tools--other": "Trello"})

    assert said().on_path is True


def test_check_page_and_receipt_say_choice_and_words(owner, response):
    changes = [*COMPLETE, Change("tools", ["git", "other"]), Change("tools", "<i>Trello</i>", col="other")]
    save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")
    checked = owner.get(url(response, "check")).content.decode()
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    received = owner.get(url(response, "receipt")).content.decode()

    for text in (checked, received):
        assert "Other (es): &lt;i&gt;Trello&lt;/i&gt;" in text


@pytest.mark.parametrize("text", ["x" * 301, "a\0b", "y" * 1_000_000], ids=["too-long", "nul", "a-million"])
def test_bad_words_are_named_and_stay(owner, response, text):
    answer = post(owner, response, tools=["other"], **{"tools--other": text})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"tools--other"}
    assert answer.context["form"]["tools--other"].value() == text
    assert not Answer.objects.exists()


def test_none_of_these_beside_words_typed_earlier(owner, response):
    answer = post(owner, response, tools=["none"], **{"tools--other": "Trello"})

    assert answer.status_code == 302
    assert said().on_path is False


def test_words_alone_are_no_answer(owner, response):
    post(owner, response, **{"tools--other": "Trello"})

    path = find_path(parse_definition(DEFINITION), {Key("tools", "", "other"): Cell("Trello")})
    assert path.cells == {}
    assert "Trello" not in owner.get(url(response, "check")).content.decode()


def test_counts_take_choices_not_words():
    condition = {"variable": "tools", "count_at_least": 2, "among": ["git", "jira", "other"]}
    definition = definition_with(SEVERAL)
    definition["sections"][0]["pages"].append(page("more", ask("more", "text"), show_if=condition))
    cells = {Key("tools"): Cell(("other",)), Key("tools", "", "other"): Cell("jira")}

    parsed = parse_definition(definition)
    assert problems_in(parsed) == []
    assert find_path(parsed, cells).step_of("more") is None


@pytest.mark.parametrize(
    "question",
    [
        ask("tools", "ranking", choices=[*choices("git"), OTHER]),
        ask("tools", "single", choices=[{**OTHER, "say": {"es": "¿Cuál?"}}]),
        ask("tools", "single", choices=[{**OTHER, "code": "opt-out"}]),
        ask("tools", "grid", rows=choices("a"), columns=[{**OTHER, "kind": "single", "choices": [OTHER]}]),
    ],
    ids=["order", "untranslated", "code", "column"],
)
def test_linter_refuses_words_where_none_can_be(question):
    assert problems_in(parse_definition(definition_with(question)))


def test_asking_for_words_is_a_change_of_wording():
    plain = {**ONE, "choices": [*choices("own", "rented"), {**OTHER, "say": {}}]}
    before, after = (parse_definition(definition_with(q)).questions["cloud"] for q in (plain, ONE))

    assert compare(after, before) == "wording"
    assert hash_wording(before) != hash_wording(after)


@given(
    st.sets(st.sampled_from(["git", "jira", "other"])),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
)
def test_words_are_sent_if_and_only_if_their_choice_is_made(ticked, text):
    definition = parse_definition(DEFINITION)
    cells = {Key("tools", "", "other"): Cell(text)} if text.strip() else {}
    cells |= {Key("tools"): Cell(tuple(sorted(ticked)))} if ticked else {}

    path = find_path(definition, cells)

    assert (Key("tools", "", "other") in path.cells) is ("other" in ticked and bool(text.strip()))
    asked_for = {question.variable for _step, question in path.missing()}
    assert ("tools" in asked_for) is ("other" in ticked and not text.strip())
