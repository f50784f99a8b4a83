"""A definition that says everything the format can say, as a draft."""

import copy

import pytest

from tests.factories.surveys import VersionFactory, ask, choices, page, words

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
                page("wish", ask("wish", "text")),
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
TAUGHT = ("question", "taught")


@pytest.fixture
def draft(db):
    return VersionFactory(definition=copy.deepcopy(FULL))
