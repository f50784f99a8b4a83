"""Whatever people type, paste or send twice: through both doors, the page's button and the autosave,
each is told what to do, nothing wrong is stored, and nothing typed is lost."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from surveys.fielding.actions import close_campaign
from surveys.models import Answer, AnswerEvent

SIZE, ROLES, NOTES, HIRING = (
    ("company", "size"),
    ("staff", "roles"),
    ("staff", "notes"),
    ("company", "hiring"),
)
MEGABYTE = 1_000_000
FIGURES_ONLY = "Escriba el número solo con cifras, como 12."
UNCLEAR = "No está claro qué número es. Escríbalo sin puntos ni comas."
# Where, which field, what was typed, and what the person is told.
WRONG = {
    "letters": (SIZE, "people", "doce", FIGURES_ONLY),
    "letters in a figure": (SIZE, "people", "1O", FIGURES_ONLY),
    "scientific": (SIZE, "people", "1e3", FIGURES_ONLY),
    "not a number": (SIZE, "people", "NaN", FIGURES_ONLY),
    "other figures": (SIZE, "people", "١٢", FIGURES_ONLY),
    "negative": (SIZE, "people", "-3", "Escriba 0 o un número mayor."),
    "negative with a true minus": (SIZE, "people", "−3", "Escriba 0 o un número mayor."),
    "decimals": (SIZE, "people", "12,5", "Escriba un número entero, sin decimales."),
    "four figures after a point": (SIZE, "people", "1.0000", UNCLEAR),
    "two kinds of marks": (SIZE, "people", "1.00,000", UNCLEAR),
    "too many": (SIZE, "people", "1001", "Escriba un número entre 0 y 1000."),
    "a megabyte of figures": (SIZE, "people", "1" * MEGABYTE, FIGURES_ONLY),
    "negative in a grid": (ROLES, "roles--dev--now", "-1", "Escriba 0 o un número mayor."),
    "letters in a grid": (ROLES, "roles--dev--now", "muchos", FIGURES_ONLY),
    "a megabyte of text": (
        NOTES,
        "notes",
        "ñ" * MEGABYTE,
        "Escriba como máximo 5000 caracteres; ha escrito 1000000.",
    ),
    "nul bytes": (NOTES, "notes", "a\0b", "caracteres"),
    "a choice that there is not": (HIRING, "hired", "maybe", "Elija una de las respuestas de la lista."),
}
# What is typed in many ways and means one figure.
THOUSAND = ("1000", "1.000", "1,000", "1 000", "1\u00a0000", "1\u202f000", "1'000", " 1000 ", "1.000,00")
PASTED = (
    "<script>alert(1)</script>",
    '<p style="color:red" onclick="x()">Hola</p>',
    "{{ form }} {% debug %}",
    "=cmd|' /C calc'!A0",
    "'); DROP TABLE surveys_answer; --",
)


def url(name, response, *place):
    return reverse(f"surveys:{name}", args=[response.pk, *place])


def press(client, response, place, *, revision=0, **fields):
    """Send a page with its button."""
    return client.post(url("page", response, *place), {"revision": revision, "request_id": uuid4()} | fields)


def autosave(client, response, place, *, revision=0, **fields):
    data = {"revision": revision, "request_id": uuid4()} | fields
    return client.post(url("autosave", response, *place), data)


@pytest.mark.parametrize("case", WRONG)
def test_page_says_what_to_do_and_keeps_what_was_typed(owner, response, case):
    place, field, typed, told = WRONG[case]

    answer = press(owner, response, place, **{field: typed})

    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert told in form.errors[field][0]
    assert told in answer.content.decode()
    assert form[field].value() == typed
    assert not Answer.objects.exists()


@pytest.mark.parametrize("case", WRONG)
def test_autosave_says_what_to_do_and_stores_nothing_wrong(owner, response, case):
    place, field, typed, told = WRONG[case]

    answer = autosave(owner, response, place, **{field: typed})

    state = answer.json()
    assert answer.status_code == 200
    assert state["wrong"] == [field]
    assert told in state["note"]
    assert not Answer.objects.exists()


@pytest.mark.parametrize("case", ["letters in a grid", "negative in a grid"])
def test_wrong_cell_does_not_cost_the_right_ones(owner, response, case):
    place, field, typed, _told = WRONG[case]
    right = {"roles--ops--now": "2"}

    page = press(owner, response, place, **{field: typed}, **right)
    autosave(owner, response, place, **{field: typed}, **right)

    assert page.context["form"]["roles--ops--now"].value() == "2"
    assert Answer.objects.get().row_key == "ops"


@pytest.mark.parametrize("door", [press, autosave])
@pytest.mark.parametrize("typed", THOUSAND, ids=repr)
def test_thousand_is_understood_however_it_is_written(owner, response, door, typed):
    door(owner, response, SIZE, people=typed)

    assert Answer.objects.get().num == Decimal(1000)


def test_margin_that_does_not_balance_is_said_at_its_cell_and_kept(owner, response):
    typed = {"roles--dev--now": "1", "roles--dev--hard": "3"}

    answer = press(owner, response, ROLES, **typed)

    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.errors == {"roles--dev--hard": ["No more hard ones than there are. (es)"]}
    assert {name: form[name].value() for name in typed} == typed
    assert not Answer.objects.exists()


def test_margin_in_the_making_is_kept_while_it_is_typed(owner, response):
    answer = autosave(owner, response, ROLES, **{"roles--dev--now": "1", "roles--dev--hard": "3"})

    assert answer.status_code == 200
    assert sorted(Answer.objects.values_list("col_key", "num")) == [("hard", 3), ("now", 1)]


@pytest.mark.parametrize("door", [press, autosave])
@pytest.mark.parametrize("typed", PASTED)
def test_pasted_code_is_stored_as_typed_and_shown_as_text(owner, response, door, typed):
    door(owner, response, NOTES, notes=typed)

    assert Answer.objects.get().txt == typed
    for page in (url("page", response, *NOTES), url("check", response)):
        html = owner.get(page).content.decode()
        assert "<script>alert" not in html
        assert 'onclick="' not in html
        assert "<p style" not in html


def test_answer_for_a_removed_row_is_refused_and_the_page_keeps_the_rest(owner, response):
    typed = {"roles--gone--now": "3", "roles--dev--now": "2"}

    page, saved = press(owner, response, ROLES, **typed), autosave(owner, response, ROLES, **typed)

    told = "Esta página ha cambiado desde que la abrió"
    assert (page.status_code, saved.status_code) == (400, 400)
    assert told in page.content.decode()
    assert told in saved.json()["note"]
    assert page.context["form"]["roles--dev--now"].value() == "2"
    assert not Answer.objects.exists()


def test_stale_revision_shows_both_values_and_stores_neither_over_the_other(owner, response):
    save_cells(response, [Change("people", 5)], request_id=uuid4(), actor="Bea")

    page, saved = press(owner, response, SIZE, people="7"), autosave(owner, response, SIZE, people="7")

    html = page.content.decode()
    assert (page.status_code, saved.status_code) == (422, 409)
    assert "Bea respondió «5»" in html
    assert page.context["form"]["people"].value() == "7"
    (clash,) = saved.json()["clashes"]
    assert (clash["by"], clash["theirs"], clash["ours"]) == ("Bea", "5", "7")
    assert Answer.objects.get().num == 5


@pytest.mark.parametrize("revision", ["", "-1", "x", "1.5"])
def test_revision_that_is_none_stores_nothing_and_keeps_what_was_typed(owner, response, revision):
    page = press(owner, response, SIZE, people="7", revision=revision)
    saved = autosave(owner, response, SIZE, people="8", revision=revision)

    assert (page.status_code, saved.status_code) == (422, 400)
    assert page.context["form"]["people"].value() == "7"
    assert not Answer.objects.exists()


@pytest.mark.parametrize("revision", ["2", "9" * 18, "9" * 30])
@pytest.mark.parametrize("typed", ["7", ""])
def test_revision_that_never_was_overwrites_nobody(owner, response, revision, typed):
    save_cells(response, [Change("people", 5)], request_id=uuid4(), actor="Bea")

    page = press(owner, response, SIZE, people=typed, revision=revision)
    saved = autosave(owner, response, SIZE, people=typed, revision=revision)
    again = press(owner, response, SIZE, people=typed, revision=page.context["form"]["revision"].value())

    assert (page.status_code, saved.status_code) == (422, 409)
    assert "Bea respondió «5»" in page.content.decode()
    assert page.context["form"]["people"].value() == typed
    assert saved.json()["revision"] == 1
    assert again.status_code == 302
    assert Answer.objects.get().num == (7 if typed else None)


@pytest.mark.parametrize("door", ["page", "autosave"])
def test_replayed_request_counts_once_whatever_it_says_the_second_time(owner, response, door):
    data = {"revision": 0, "request_id": uuid4(), "people": "7"}

    owner.post(url(door, response, *SIZE), data)
    owner.post(url(door, response, *SIZE), data | {"people": "8"})

    assert Answer.objects.get().num == 7
    assert AnswerEvent.objects.count() == 1


def test_tampered_definition_hash_is_refused_and_the_text_stays(owner, response):
    typed = {"people": "7", "definition": "f" * 64}

    page, saved = press(owner, response, SIZE, **typed), autosave(owner, response, SIZE, **typed)

    told = "ha corregido el cuestionario"
    assert told in page.content.decode()
    assert page.context["form"]["people"].value() == "7"
    assert saved.status_code == 412
    assert told in saved.json()["note"]
    assert not Answer.objects.exists()


def test_closed_edition_says_so_and_the_page_keeps_the_text(owner, response):
    close_campaign(response.unit.campaign)

    page, saved = press(owner, response, NOTES, notes="Fin"), autosave(owner, response, NOTES, notes="Fin")

    told = "Esta edición de la encuesta ya no admite respuestas."
    assert (page.status_code, saved.status_code) == (422, 410)
    assert told in page.content.decode()
    assert page.context["form"]["notes"].value() == "Fin"
    assert saved.json()["note"] == told
    assert not Answer.objects.exists()


@pytest.mark.parametrize("door", [press, autosave])
def test_more_than_the_site_takes_is_refused_without_harm(owner, response, door):
    answer = door(owner, response, NOTES, notes="x" * 3_000_000)

    assert answer.status_code == 400
    assert not Answer.objects.exists()
