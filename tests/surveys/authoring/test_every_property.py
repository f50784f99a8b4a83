"""Whatever a definition can say, a manager can say with the forms of the editor."""

import copy
import dataclasses

import pytest

from surveys.instrument.actions import read_definition
from surveys.instrument.definition import Check, Definition, Page, Recap, Section
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from surveys.instrument.questions import Choice, Column, OptOut, Question, Row, RowFilter, RowTotal
from tests.factories.surveys import VersionFactory, ask, choices, page, words
from tests.surveys.authoring.test_draft_pages import every_part, keep, question, url

NOT_KNOWN = {"status": "not_known", "label": words("We do not know")}
FIGURES = [
    {"code": code, "label": words(code), "kind": "number", "min": 0, "max": 50}
    for code in ("now", "soon", "late")
]
FULL = {
    "code": "full",
    "title": words("Everything"),
    "languages": ["es", "en"],
    "essential": ["first"],
    "sections": [
        {
            "code": "first",
            "title": words("First"),
            "intro": words("Of the company"),
            "pages": [
                page(
                    "size",
                    ask(
                        "staff",
                        "number",
                        help=words("People"),
                        why=words("To compare"),
                        includes=words("Partners"),
                        excludes=words("Trainees"),
                        required=True,
                        unit=words("people"),
                        unit_one=words("person"),
                        min=1,
                        max=900,
                        opt_out=NOT_KNOWN,
                    ),
                    intro=words("Of today"),
                ),
                page(
                    "table",
                    ask(
                        "roles",
                        "grid",
                        rows=[{"code": "dev", "label": words("Dev"), "help": words("Writes programs")}],
                        columns=[
                            FIGURES[0]
                            | {"help": words("Today"), "unit": words("people"), "unit_one": words("person")},
                            *FIGURES[1:],
                            {
                                "code": "level",
                                "label": words("Level"),
                                "kind": "scale",
                                "choices": choices("1", "2"),
                            },
                        ],
                        row_total={"label": words("Sum"), "cols": ["now", "soon"]},
                    ),
                ),
                page(
                    "totals",
                    ask("right", "single", choices=choices("yes", "no"), confirms=True),
                    recap=[
                        {
                            "label": words("People in all"),
                            "value": {"sum": {"variable": "roles", "col": "now"}},
                            "unit": words("people"),
                            "unit_one": words("person"),
                        }
                    ],
                ),
            ],
        },
        {
            "code": "second",
            "title": words("Second"),
            "pages": [
                page(
                    "tools",
                    ask(
                        "tools",
                        "multiple",
                        choices=[
                            {"code": "other", "label": words("Other"), "say": words("Which?")},
                            {"code": "none", "label": words("None"), "exclusive": True},
                        ],
                        show_if={"variable": "staff", "at_least": 2},
                    ),
                    show_if={"variable": "right", "is": "yes"},
                ),
                page("order", ask("order", "ranking", choices=choices("a", "b", "c"), ranks=2)),
                page(
                    "courses",
                    ask(
                        "courses",
                        "list",
                        columns=[
                            {"code": "name", "label": words("Name"), "kind": "text", "required": True},
                            {"code": "people", "label": words("People"), "kind": "number"},
                        ],
                    ),
                ),
                page(
                    "skilled",
                    ask(
                        "skilled",
                        "grid",
                        rows=[{"code": "dev", "label": words("Dev")}],
                        columns=FIGURES,
                        rows_if={"variable": "roles", "cols": ["now"]},
                    ),
                ),
                page(
                    "taught",
                    ask(
                        "taught",
                        "grid",
                        rows=[{"code": "dev", "label": words("Dev")}],
                        columns=[
                            {
                                "code": "in",
                                "label": words("In"),
                                "kind": "multiple",
                                "choices": choices("java", "python"),
                            }
                        ],
                        rows_if={"variable": "skilled", "cols": ["soon"]},
                    ),
                ),
            ],
        },
    ],
    "checks": [
        {
            "code": "few",
            "section": "first",
            "severity": "soft",
            "message": words("Too many."),
            "rule": {"left": {"variable": "staff"}, "at_most": 500},
        }
    ],
}

# Where a property stands in the definition above, which form writes it, what is typed, what comes of it.
STAFF, ROLES, RIGHT = ("question", "staff"), ("question", "roles"), ("question", "right")
TAUGHT = ("question", "taught")
TOOLS, ORDER, COURSES = ("question", "tools"), ("question", "order"), ("question", "courses")
FIRST, SIZE, TOTALS, FEW = (
    ("section", "first"),
    ("page", "first/size"),
    ("page", "first/totals"),
    ("check", "few"),
)
S, P = ("sections", 0), ("sections", 0, "pages")
Q, R = (*P, 0, "questions", 0), (*P, 1, "questions", 0)
T, RANKED, C, _SKILLED, F = (("sections", 1, "pages", place, "questions", 0) for place in range(5))
W = {"es": "Nuevo", "en": "New"}


def both(name: str) -> dict:
    return {f"{name}{'_' if name[-1] != '-' else ''}{language}": text for language, text in W.items()}


EDITED = {
    (Definition, "title"): (("title", "title"), both("title"), ("title",), W),
    (Definition, "essential"): (("title", "title"), {"essential": ["second"]}, ("essential",), ["second"]),
    (Section, "code"): (FIRST, {"code": "start"}, (*S, "code"), "start"),
    (Section, "title"): (FIRST, both("title"), (*S, "title"), W),
    (Section, "intro"): (FIRST, both("intro"), (*S, "intro"), W),
    (Page, "code"): (SIZE, {"code": "headcount"}, (*P, 0, "code"), "headcount"),
    (Page, "title"): (SIZE, both("title"), (*P, 0, "title"), W),
    (Page, "intro"): (SIZE, both("intro"), (*P, 0, "intro"), W),
    (Page, "show_if"): (
        TOTALS,
        {"if_0": "staff|at_least", "if_0_figure": "10"},
        (*P, 2, "show_if"),
        {"variable": "staff", "at_least": 10},
    ),
    (Page, "recap"): (
        TOTALS,
        {"recap-1-es": "Nuevo", "recap-1-en": "New", "recap-1-figure": "staff"},
        (*P, 2, "recap", 1),
        {"label": W, "value": {"variable": "staff"}},
    ),
    (Recap, "label"): (TOTALS, both("recap-0-"), (*P, 2, "recap", 0, "label"), W),
    (Recap, "value"): (
        TOTALS,
        {"recap-0-figure": "roles|soon"},
        (*P, 2, "recap", 0, "value"),
        {"sum": {"variable": "roles", "col": "soon"}},
    ),
    (Recap, "unit_one"): (TOTALS, both("recap-0-unit_one"), (*P, 2, "recap", 0, "unit_one"), W),
    (Recap, "unit"): (TOTALS, both("recap-0-unit"), (*P, 2, "recap", 0, "unit"), W),
    (Question, "variable"): (STAFF, {"variable": "headcount"}, (*Q, "variable"), "headcount"),
    **{
        (Question, name): (STAFF, both(name), (*Q, name), W)
        for name in ("label", "help", "why", "includes", "excludes", "unit", "unit_one")
    },
    (Question, "required"): (STAFF, {"required": ""}, (*Q, "required"), None),
    (Question, "minimum"): (STAFF, {"min": "3"}, (*Q, "min"), 3),
    (Question, "maximum"): (STAFF, {"max": "30"}, (*Q, "max"), 30),
    (Question, "choices"): (TOOLS, {"choices-0-DELETE": "on"}, (*T, "choices", 0, "code"), "none"),
    (Question, "rows"): (ROLES, {**both("rows-1-")}, (*R, "rows", 1), {"code": "new", "label": W}),
    (Question, "columns"): (ROLES, {"columns-3-DELETE": "on"}, (*R, "columns", -1, "code"), "late"),
    (Question, "row_total"): (
        ROLES,
        {"columns-0-in_total": "", "columns-1-in_total": "", "row_total_es": "", "row_total_en": ""},
        (*R, "row_total"),
        None,
    ),
    (Question, "opt_out"): (STAFF, {"way_out": ""}, (*Q, "opt_out"), None),
    (Question, "show_if"): (
        TOOLS,
        {"if_0": "right|not|no", "if_0_figure": ""},
        (*T, "show_if", "not", "is"),
        "no",
    ),
    (Question, "ranks"): (ORDER, {"ranks": "3"}, (*RANKED, "ranks"), 3),
    (Question, "rows_if"): (TAUGHT, {"rows_if": []}, (*F, "rows_if"), None),
    (RowFilter, "variable"): (TAUGHT, {"rows_if": ["roles|now"]}, (*F, "rows_if", "variable"), "roles"),
    (RowFilter, "cols"): (
        TAUGHT,
        {"rows_if": ["skilled|now", "skilled|late"]},
        (*F, "rows_if", "cols"),
        ["now", "late"],
    ),
    (Question, "confirms"): (RIGHT, {"confirms": ""}, (*P, 2, "questions", 0, "confirms"), None),
    (Choice, "code"): (TOOLS, {"choices-0-code": "another"}, (*T, "choices", 0, "code"), "another"),
    (Choice, "label"): (TOOLS, both("choices-0-"), (*T, "choices", 0, "label"), W),
    (Choice, "exclusive"): (TOOLS, {"choices-1-exclusive": ""}, (*T, "choices", 1, "exclusive"), None),
    (Choice, "say"): (TOOLS, both("choices-0-say"), (*T, "choices", 0, "say"), W),
    (Row, "code"): (ROLES, {"rows-0-code": "coder"}, (*R, "rows", 0, "code"), "coder"),
    (Row, "label"): (ROLES, both("rows-0-"), (*R, "rows", 0, "label"), W),
    (Row, "help"): (ROLES, both("rows-0-help"), (*R, "rows", 0, "help"), W),
    (Column, "code"): (ROLES, {"columns-2-code": "later"}, (*R, "columns", 2, "code"), "later"),
    (Column, "label"): (ROLES, both("columns-0-"), (*R, "columns", 0, "label"), W),
    (Column, "kind"): (ROLES, {"columns-2-kind": "percentage"}, (*R, "columns", 2, "kind"), "percentage"),
    (Column, "help"): (ROLES, both("columns-0-help"), (*R, "columns", 0, "help"), W),
    (Column, "choices"): (
        ROLES,
        {"columns-3-choices": "1 | Uno | One\n2 · Dos | 2 · Two"},
        (*R, "columns", 3, "choices"),
        [
            {"code": "1", "label": {"es": "Uno", "en": "One"}},
            {"code": "2", "label": {"es": "2 · Dos", "en": "2 · Two"}},
        ],
    ),
    (Column, "minimum"): (ROLES, {"columns-0-min": "2"}, (*R, "columns", 0, "min"), 2),
    (Column, "maximum"): (ROLES, {"columns-0-max": "7"}, (*R, "columns", 0, "max"), 7),
    (Column, "unit_one"): (ROLES, both("columns-0-unit_one"), (*R, "columns", 0, "unit_one"), W),
    (Column, "unit"): (ROLES, both("columns-0-unit"), (*R, "columns", 0, "unit"), W),
    (Column, "required"): (COURSES, {"columns-1-needed": "on"}, (*C, "columns", 1, "required"), True),
    (RowTotal, "label"): (ROLES, both("row_total"), (*R, "row_total", "label"), W),
    (RowTotal, "cols"): (
        ROLES,
        {"columns-2-in_total": "on", "columns-0-in_total": ""},
        (*R, "row_total", "cols"),
        ["soon", "late"],
    ),
    (OptOut, "status"): (STAFF, {"way_out": "not_applicable"}, (*Q, "opt_out", "status"), "not_applicable"),
    (OptOut, "label"): (STAFF, both("way_out_label"), (*Q, "opt_out", "label"), W),
    (Check, "code"): (FEW, {"code": "not-many"}, ("checks", 0, "code"), "not-many"),
    (Check, "section"): (FEW, {"section": "second"}, ("checks", 0, "section"), "second"),
    (Check, "severity"): (FEW, {"severity": "hard"}, ("checks", 0, "severity"), "hard"),
    (Check, "message"): (FEW, both("message"), ("checks", 0, "message"), W),
    (Check, "rule"): (FEW, {"number": "7"}, ("checks", 0, "rule", "at_most"), 7),
}
FIXED = {
    (Definition, "code"): "the questionnaire's own, given when it is begun",
    (Definition, "languages"): "both, always: the linter refuses anything else",
    (Definition, "sections"): "the list of the editor",
    (Definition, "checks"): "the list of the editor",
    (Section, "pages"): "the list of the editor",
    (Page, "questions"): "the list of the editor",
    (Question, "kind"): "chosen before the form, which depends on it",
    (Check, "test"): "the rule, as it is worked out",
}
PARTS = (Definition, Section, Page, Recap, Question, Choice, Row, Column, RowFilter, RowTotal, OptOut, Check)


def test_every_property_has_its_field_or_its_reason():
    """A new property of the format fails here until the editor knows it too."""
    properties = {(part, field.name) for part in PARTS for field in dataclasses.fields(part)}

    assert properties == EDITED.keys() | FIXED.keys()
    assert not EDITED.keys() & FIXED.keys()


@pytest.fixture
def draft(db):
    return VersionFactory(definition=copy.deepcopy(FULL))


def at(definition: dict, place: tuple):
    """Return what stands at a place, None where nothing does."""
    found = definition
    for step in place:
        try:
            found = found[step]
        except (KeyError, IndexError):
            return None
    return found


def test_definition_that_says_everything_is_sound():
    assert problems_in(parse_definition(FULL)) == []


@pytest.mark.parametrize("edited", EDITED, ids=lambda edited: f"{edited[0].__name__}.{edited[1]}")
def test_property_is_edited(manager_client, draft, edited):
    (kind, name), typed, place, expected = EDITED[edited]
    before = at(draft.definition, place)

    answer = keep(manager_client, draft, kind, name, **typed)

    assert answer.status_code == 302, answer.context["form"].errors
    assert (before != expected, at(draft.definition, place)) == (True, expected)


def test_keeping_every_part_of_it_as_it_is_changes_nothing(manager_client, draft):
    for kind, name in every_part(FULL):
        assert keep(manager_client, draft, kind, name).status_code == 302, (kind, name)

    assert (draft.definition, draft.revision) == (FULL, 0)


def test_list_is_added_with_a_column_that_names_its_rows(manager_client, draft):
    address = f"{url('draft_add', draft.pk, 'first/size')}?kind=list"
    form = manager_client.get(address).context["form"]
    sent = {"label_es": "Otros perfiles", "label_en": "Other profiles", "where": "own"}
    for row in [form.items["columns"].management_form, *form.items["columns"].forms]:
        sent |= {row[name].html_name: row[name].value() or "" for name in row.fields}
    sent |= {"columns-1-es": "Personas", "columns-1-en": "People", "columns-1-kind": "number"}

    manager_client.post(address, sent)

    draft.refresh_from_db()
    listed = question(draft.definition, "other-profiles")
    assert [(column["code"], column["kind"]) for column in listed["columns"]] == [
        ("name", "text"),
        ("people", "number"),
    ]
    assert listed["columns"][0]["required"] is True
    read_definition(draft.definition)


def test_total_without_its_figure_is_refused_and_what_was_typed_stays(manager_client, draft):
    answer = keep(manager_client, draft, "page", "first/totals", **{"recap-1-es": "Sin cifra"})

    assert answer.status_code == 422
    form = answer.context["form"].items["recap"].forms[1]
    assert (list(form.errors), form["es"].value()) == (["figure"], "Sin cifra")


@pytest.mark.parametrize("wrong", ["{oops", '{"sum": 3}'])
def test_total_with_a_broken_expression_is_refused(manager_client, draft, wrong):
    answer = keep(manager_client, draft, "page", "first/totals", **{"recap-0-value": wrong})

    assert answer.status_code == 422
    assert list(answer.context["form"].items["recap"].forms[0].errors) == ["value"]


def test_totals_offer_the_figures_asked_before_their_page(manager_client, draft):
    form = manager_client.get(url("draft_part", draft.pk, "page", "first/totals")).context["form"]

    offered = [code for code, _label in form.items["recap"].forms[0].fields["figure"].choices]
    assert offered == ["", "staff", "roles|now", "roles|soon", "roles|late"]


def test_totals_are_previewed_without_their_figures(manager_client, draft):
    shown = manager_client.get(url("draft_preview", draft.pk, "page", "first/totals")).content.decode()

    assert "People in all (es)" in shown


def test_section_that_is_taken_out_is_essential_no_more(manager_client, draft):
    manager_client.post(url("draft", draft.pk), {"do": "remove", "kind": "section", "name": "first"})

    draft.refresh_from_db()
    assert draft.definition["essential"] == []


def test_empty_questionnaire_is_begun_with_its_title(manager_client):
    sent = {"source": "empty", "title_es": "Encuesta de pulso", "title_en": "Pulse survey"}

    assert manager_client.post(url("start"), sent | {"title_en": ""}).status_code == 422
    answer = manager_client.post(url("start"), sent, follow=True)

    draft = answer.context["version"]
    assert (draft.questionnaire.code, draft.questionnaire.title_es) == ("pulse-survey", "Encuesta de pulso")
    assert answer.context["outline"].questions == 0
    assert draft.definition["title"] == {"es": "Encuesta de pulso", "en": "Pulse survey"}


def test_second_empty_questionnaire_of_one_title_has_a_code_of_its_own(manager_client):
    sent = {"source": "empty", "title_es": "Encuesta de pulso", "title_en": "Pulse survey"}

    codes = [
        manager_client.post(url("start"), sent, follow=True).context["version"].questionnaire.code
        for _ in "ab"
    ]

    assert codes == ["pulse-survey", "pulse-survey-2"]


def test_rows_can_depend_on_one_table_only(manager_client, draft):
    answer = keep(manager_client, draft, *TAUGHT, rows_if=["roles|now", "skilled|now"])

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["rows_if"]


def test_rows_may_depend_on_the_figures_of_earlier_tables(manager_client, draft):
    form = manager_client.get(url("draft_part", draft.pk, *TAUGHT)).context["form"]

    tables = ("roles", "skilled")
    assert [what for what, _label in form.fields["rows_if"].choices] == [
        f"{table}|{column}" for table in tables for column in ("now", "soon", "late")
    ]
