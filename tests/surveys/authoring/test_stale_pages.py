"""A page that was opened before the questionnaire was corrected, sent back after it."""

import copy
import uuid

import pytest
from django.urls import reverse
from django.utils.translation import override

from surveys.answering.actions import reopen_response, save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import VersionChanged
from surveys.authoring.moving.actions import move_edition
from surveys.models import Answer
from tests.factories.members import UserFactory
from tests.factories.surveys import InvitationFactory
from tests.surveys.answering.conftest import held, press
from tests.surveys.authoring.conftest import newer, question, restructured, reworded


@pytest.fixture
def owner(response):
    return press(InvitationFactory(unit=response.unit, person__given_name="Ada"))


def url(response, *place, name="page"):
    return reverse(f"surveys:{name}", args=[response.pk, *place])


def open_page(client, response, *place) -> dict:
    """Open a page and return what its form would send without a word typed."""
    return {name: value for name, value in held(client.get(url(response, *place))).items() if value}


def moved(response, change):
    version = newer(response.version, change)
    move_edition(response.unit.campaign, version, by=None)
    return version


def test_autosave_of_an_earlier_version_says_so_and_stores_nothing(owner, response):
    sent = open_page(owner, response, "company", "size") | {"people": "20"}
    moved(response, reworded)

    answer = owner.post(url(response, "company", "size", name="autosave"), sent)

    assert answer.status_code == 412
    assert "corregido el cuestionario" in answer.json()["note"]
    assert Answer.objects.get(variable__code="people").num == 12


def test_page_of_an_earlier_version_comes_back_in_its_new_words_with_what_was_typed(owner, response):
    sent = open_page(owner, response, "company", "size") | {"people": "20", "then": "continue"}
    version = moved(response, reworded)

    answer = owner.post(url(response, "company", "size"), sent)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "How many people work here (es)" in text
    assert 'value="20"' in text
    assert Answer.objects.get(variable__code="people").num == 12

    again = sent | {"definition": version.definition_sha256, "request_id": uuid.uuid4()}
    assert owner.post(url(response, "company", "size"), again).status_code == 302
    assert Answer.objects.get(variable__code="people").num == 20


def test_made_up_hash_gets_the_same_answer(owner, response):
    sent = open_page(owner, response, "company", "size") | {"people": "20", "definition": "f" * 64}

    assert owner.post(url(response, "company", "size", name="autosave"), sent).status_code == 412
    answer = owner.post(url(response, "company", "size"), sent)

    assert answer.status_code == 422
    assert 'value="20"' in answer.content.decode()
    assert Answer.objects.get(variable__code="people").num == 12


def test_words_for_a_question_that_left_the_page_are_read_back(owner, response):
    def take_two(definition):
        shown = definition["sections"][0]["pages"][0]["questions"]
        shown.append(copy.deepcopy(question(definition, "notes")))
        definition["sections"][1]["pages"].pop()

    version = moved(response, take_two)
    response.refresh_from_db()
    sent = open_page(owner, response, "company", "size") | {"people": "20", "notes": "Muchas palabras"}

    def drop_notes(definition):
        definition["sections"][0]["pages"][0]["questions"].pop()

    assert response.version == version
    moved(response, drop_notes)
    answer = owner.post(url(response, "company", "size"), sent)

    text = answer.content.decode()
    assert 'value="20"' in text
    assert "About notes (es)" in text
    assert "Muchas palabras" in text


def test_page_that_is_gone_reads_back_what_was_typed(owner, response):
    sent = open_page(owner, response, "staff", "notes") | {"notes": "Muchas palabras"}
    moved(response, restructured)

    answer = owner.post(url(response, "staff", "notes"), sent)

    assert answer.status_code == 409
    assert answer.context["typed"] == [("About notes (es)", "Muchas palabras")]
    assert "Muchas palabras" in answer.content.decode()


def test_answer_that_came_to_the_page_from_another_is_not_emptied(owner, response):
    sent = open_page(owner, response, "company", "size") | {"people": "20"}

    def together(definition):
        first, second = definition["sections"][0]["pages"][:2]
        first["questions"] += second["questions"]
        del definition["sections"][0]["pages"][1]

    version = moved(response, together)
    answer = owner.post(url(response, "company", "size"), sent)
    form = answer.context["form"]
    again = {name: form[name].value() for name in ("people", "hired", "revision", "request_id")}
    owner.post(url(response, "company", "size"), again | {"definition": version.definition_sha256})

    kept = {row.variable.code: row.value for row in Answer.objects.select_related("variable")}
    assert (kept["people"], kept["hired"]) == (20, "yes")


def test_save_that_was_read_with_another_version_is_refused_under_the_lock(response):
    before = response.version.definition_sha256
    moved(response, reworded)

    with pytest.raises(VersionChanged):
        save_cells(response, [Change("people", 20)], request_id=uuid.uuid4(), actor="Ada", read_as=before)
    with pytest.raises(VersionChanged):
        submit_response(response, idempotency_key=uuid.uuid4(), by="Ada", read_as=before)

    assert Answer.objects.get(variable__code="people").num == 12
    assert not response.submissions.exists()


def test_sending_what_was_looked_at_under_an_earlier_version_asks_to_look_again(owner, response):
    shown = owner.get(url(response, name="check")).context
    sent = {
        "declared": "on",
        "idempotency_key": shown["form"]["idempotency_key"].value(),
        "definition": shown["sitting"].read_as,
    }
    version = moved(response, reworded)

    answer = owner.post(url(response, name="submit"), sent, follow=True)

    assert answer.redirect_chain[-1][0] == url(response, name="check")
    assert not response.submissions.exists()
    owner.post(url(response, name="submit"), sent | {"definition": version.definition_sha256})
    assert response.submissions.get().definition_sha256 == version.definition_sha256


def test_receipt_is_read_by_the_version_it_answered_also_after_the_response_moved(owner, response):
    save_cells(response, [Change("notes", "Palabras")], request_id=uuid.uuid4(), actor="Ada")
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")
    reopen_response(response, by=UserFactory(), reason="Total")
    moved(response, restructured)

    page = owner.get(url(response, name="receipt"))
    pdf = owner.get(url(response, name="receipt-pdf"))

    assert "Palabras" in page.content.decode()
    assert "pay (es)" in page.content.decode()
    assert pdf.content.startswith(b"%PDF")


def test_list_of_sections_says_what_is_asked_again_until_somebody_saves(owner, response):
    moved(response, restructured)

    hub = owner.get(url(response, name="hub"))
    assert hub.context["sitting"].correction.asked_again == [("About reasons (es)", "pay (es)")]

    save_cells(response, [Change("reasons", ["place"])], request_id=uuid.uuid4(), actor="Ada")
    assert owner.get(url(response, name="hub")).context["sitting"].correction is None
    with override("es"):
        assert "corrigió" not in owner.get(url(response, name="hub")).content.decode()


def test_page_that_is_gone_lists_only_what_was_not_stored_before(owner, response):
    save_cells(response, [Change("notes", "Palabras")], request_id=uuid.uuid4(), actor="Ada")
    sent = open_page(owner, response, "staff", "notes") | {"then": "continue", "notes": "Palabras"}
    moved(response, restructured)

    unchanged = owner.post(url(response, "staff", "notes"), sent)
    typed = owner.post(url(response, "staff", "notes"), sent | {"notes": "Otras"})

    assert (unchanged.status_code, unchanged.context["typed"]) == (409, [])
    assert typed.context["typed"] == [("About notes (es)", "Otras")]


def test_list_of_sections_says_what_is_new_gone_and_was_said_before(owner, response):
    roles = Change("roles", 2, row="ops", col="now")
    save_cells(response, [Change("notes", "Palabras"), roles], request_id=uuid.uuid4(), actor="Ada")
    moved(response, restructured)

    told = owner.get(url(response, name="hub")).context["sitting"].correction

    assert told.asked_again == [("About reasons (es)", "pay (es)")]
    assert told.added == ["About remote (es)"]
    assert told.gone == ["About notes (es)", "About roles (es): ops (es)"]


def test_what_is_asked_again_is_told_until_it_is_answered(owner, response):
    moved(response, restructured)

    save_cells(response, [Change("remote", 3)], request_id=uuid.uuid4(), actor="Ada")

    told = owner.get(url(response, name="hub")).context["sitting"].correction
    assert (told.asked_again, told.added, told.gone) == ([("About reasons (es)", "pay (es)")], [], [])


def test_texts_that_quote_the_company_are_filled_in_wherever_they_are_said_again(owner, response):
    def quoting(definition):
        question(definition, "people").update(
            max=5, label={"es": "¿Cuántas personas hay en {org}?", "en": "How many people are at {org}?"}
        )

    moved(response, quoting)
    asked = f"¿Cuántas personas hay en {response.unit.name_at_launch}?"
    sent = open_page(owner, response, "company", "size") | {"people": "20", "then": "continue"}

    told = owner.get(url(response, name="hub")).context["sitting"].correction
    wrong = owner.post(url(response, "company", "size"), sent)
    entry = owner.get(url(response, name="history")).context["page"].object_list[0]

    assert told.asked_again == [(asked, "12")]
    assert [subject for _target, subject, _text in wrong.context["form"].problems()] == [asked]
    assert (entry.before, entry.after) == ("12", "")
