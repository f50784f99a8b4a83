"""Which of our kinds each LimeSurvey type becomes, and why some become none."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

YES_NO = (("Y", "Sí", "Yes"), ("N", "No", "No"))
YES_MAYBE_NO = (("Y", "Sí", "Yes"), ("U", "No está claro", "Uncertain"), ("N", "No", "No"))
MORE_SAME_LESS = (("I", "Aumenta", "Increase"), ("S", "Igual", "Same"), ("D", "Disminuye", "Decrease"))


@dataclass(frozen=True)
class Asked:
    """A question of the file with its parts: subquestions, columns and answers as (code, words) each."""

    type: str
    subquestions: list[tuple[str, dict]]
    columns: list[tuple[str, dict]]
    answers: list[tuple[str, dict]]
    attributes: dict[str, str]


NAMES = {
    "1": _("Array with two scales"),
    "5": _("Five-point choice"),
    "A": _("Array, five points"),
    "B": _("Array, ten points"),
    "C": _("Array, yes – uncertain – no"),
    "D": _("Date"),
    "E": _("Array, increase – same – decrease"),
    "F": _("Array"),
    "G": _("Gender"),
    "H": _("Array by column"),
    "I": _("Language switch"),
    "K": _("Multiple numerical input"),
    "L": _("List of options"),
    "!": _("Drop-down list"),
    "M": _("Multiple choice"),
    "N": _("Numerical input"),
    "O": _("List with comment"),
    "P": _("Multiple choice with comments"),
    "Q": _("Multiple short text"),
    "R": _("Ranking"),
    "S": _("Short text"),
    "T": _("Long text"),
    "U": _("Huge text"),
    "X": _("Text display"),
    "Y": _("Yes or no"),
    ":": _("Array of numbers"),
    ";": _("Array of texts"),
    "*": _("Equation"),
    "|": _("File upload"),
}
REFUSED = {
    "1": (_("A cell has one scale here."), _("Make two questions of it, or a grid with two columns.")),
    "G": (
        _("The questionnaire asks companies, not persons."),
        _("Ask how many people of each, in a grid, if it is needed at all."),
    ),
    "H": (_("Its rows and columns are the other way round."), _("Write it as a grid by hand.")),
    "I": (_("The language is changed on every page here."), _("Nothing: leave it out.")),
    "Q": (_("There is no table of texts here."), _("Ask one text, or one question for each.")),
    ";": (_("There is no table of texts here."), _("Ask one text, or one question for each row.")),
    "X": (_("It asks nothing."), _("Put its words into the introduction of a page or section.")),
    "*": (_("Figures are worked out by checks and totals here."), _("Write a check, or play a total back.")),
    "|": (_("Files are not taken in."), _("Ask for the figure or the words that the file would say.")),
}
LESS = {
    "O": _("The comment beside the list is not asked."),
    "P": _("The comments beside the choices are not asked."),
    "!": "",
}


def items(pairs) -> list[dict]:
    return [{"code": code, "label": words} for code, words in pairs]


def fixed(triples) -> list[dict]:
    return [{"code": code, "label": {"es": spanish, "en": english}} for code, spanish, english in triples]


def points(number: int) -> list[dict]:
    return fixed((str(point), str(point), str(point)) for point in range(1, number + 1))


def single(asked: Asked) -> dict:
    return {"kind": "single", "choices": items(asked.answers)}


def multiple(asked: Asked) -> dict:
    return {"kind": "multiple", "choices": items(asked.subquestions)}


def number(asked: Asked) -> dict:
    return {"kind": "number"} | bounds(asked)


def text(asked: Asked) -> dict:
    return number(asked) if asked.attributes.get("numbers_only") == "1" else {"kind": "text"}


def bounds(asked: Asked) -> dict:
    found = {}
    for ours, theirs in (("min", "min_num_value_n"), ("max", "max_num_value_n")):
        try:
            value = Decimal(asked.attributes.get(theirs) or "")
        except InvalidOperation:
            continue
        if value.is_finite():
            found[ours] = int(value) if value == value.to_integral_value() else float(value)
    return found


def table(kind: str, choices: list[dict] | None = None) -> Callable[[Asked], dict]:
    """Return a maker of grids with one column, which is chosen from ``choices`` or from the answers."""

    def make(asked: Asked) -> dict:
        column = {"code": "answer", "label": {"es": "Respuesta", "en": "Answer"}, "kind": kind}
        if kind == "number":
            column |= {"label": {"es": "Cifra", "en": "Figure"}} | bounds(asked)
        else:
            column["choices"] = choices or items(asked.answers)
        return {"kind": "grid", "rows": items(asked.subquestions), "columns": [column]}

    return make


def numbers(asked: Asked) -> dict:
    columns = [column | {"kind": "number"} for column in items(asked.columns)]
    return {"kind": "grid", "rows": items(asked.subquestions), "columns": columns}


def plain(kind: str) -> Callable[[Asked], dict]:
    return lambda asked: {"kind": kind}


MADE: dict[str, Callable[[Asked], dict]] = {
    "L": single,
    "!": single,
    "O": single,
    "Y": lambda asked: {"kind": "single", "choices": fixed(YES_NO)},
    "5": lambda asked: {"kind": "likert", "choices": points(5)},
    "M": multiple,
    "P": multiple,
    "N": number,
    "K": table("number"),
    "S": text,
    "T": plain("long_text"),
    "U": plain("long_text"),
    "D": plain("date"),
    "F": table("single"),
    "A": table("single", points(5)),
    "B": table("single", points(10)),
    "C": table("single", fixed(YES_MAYBE_NO)),
    "E": table("single", fixed(MORE_SAME_LESS)),
    ":": numbers,
    "R": lambda asked: {"kind": "ranking", "choices": items(asked.answers or asked.subquestions)},
}
