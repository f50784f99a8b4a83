"""A draft as the editor lists it: sections, pages, questions and checks, each with what is wrong with it."""

from dataclasses import dataclass, field

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from surveys.enums import VariableKind

from .conditions import in_words
from .linting import WHOLE, problems_by_part
from .parts import CHECK, PAGE, QUESTION, SECTION, TITLE, label_of
from .structure import NEW_PAGE, NEW_SECTION, asks_nothing

SEVERITY = {"soft": gettext_lazy("doubts the answer"), "hard": gettext_lazy("stops the sending")}


@dataclass
class Row:
    """One part as a row of the list."""

    kind: str
    name: str
    label: str
    about: str = ""
    condition: str = ""
    problems: list[str] = field(default_factory=list)
    rows: list["Row"] = field(default_factory=list)


@dataclass
class Outline:
    sections: list[Row]
    checks: list[Row]
    problems: list[str]
    total: int
    """How many problems there are in all."""
    questions: int


def outline_of(definition: dict) -> Outline:
    language, problems = get_language() or "es", problems_by_part(definition)
    earlier: list[dict] = []
    sections = []
    for section in definition.get("sections", []):
        code = str(section.get("code"))
        pages = [page_row(page, code, earlier, problems, language) for page in section.get("pages", [])]
        sections.append(
            Row(
                SECTION,
                code,
                label_of(section, language),
                untitled(section, NEW_SECTION),
                problems=problems[SECTION, code],
                rows=pages,
            )
        )
    checks = [
        Row(
            CHECK,
            code,
            label_of(check, language),
            str(SEVERITY.get(check.get("severity"), "")),
            problems=problems[CHECK, code],
        )
        for check in definition.get("checks", [])
        for code in [str(check.get("code"))]
    ]
    total = sum(len(found) for found in problems.values())
    return Outline(sections, checks, problems[WHOLE] + problems[TITLE, TITLE], total, len(earlier))


def page_row(page: dict, section: str, earlier: list[dict], problems: dict, language: str) -> Row:
    name = f"{section}/{page.get('code')}"
    about = untitled(page, NEW_PAGE) if not asks_nothing(page) else ""
    row = Row(PAGE, name, label_of(page, language), about, problems=problems[PAGE, name])
    if totals := len(page.get("recap", [])):
        row.about = ngettext("plays %(number)s total back", "plays %(number)s totals back", totals) % {
            "number": totals
        }
    row.condition = in_words(page.get("show_if"), earlier)
    for question in page.get("questions", []):
        code, kind = str(question.get("variable")), question.get("kind", "")
        row.rows.append(
            Row(
                QUESTION,
                code,
                label_of(question, language),
                dict(VariableKind.choices).get(kind, kind),
                in_words(question.get("show_if"), earlier),
                problems[QUESTION, code],
            )
        )
        earlier.append(question)
    return row


def untitled(part: dict, given: dict[str, str]) -> str:
    """Say of a part that it still has the title that it was made with."""
    return _("Companies read this title: give it one of its own.") if part.get("title") == given else ""
