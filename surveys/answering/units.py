"""A figure with its unit: "1 persona", "12 personas", "60 %"."""

from decimal import Decimal

from surveys.instrument.questions import Column, Question, Slot
from surveys.instrument.texts import Text

SIGNS = {"money": "€", "percentage": "%"}


def unit_of(item: Question | Slot) -> str:
    """Return the unit as it stands beside a field: the one that is written, else the sign of the kind."""
    return str(item.unit) or SIGNS.get(item.kind, "")


def headed(question: Question, column: Column) -> str:
    """Return a column's head: its label, with the unit of its figures."""
    unit = str(question.units_of(column)[0])
    return f"{column.label} ({unit})" if unit else str(column.label)


def with_unit(figure: str, value: Decimal, unit: str, one: Text) -> str:
    """Put a unit after a figure, in the word for one where there is exactly one.

    Versions published before units had such a word go without it: "1 (personas)" then, never "1 personas".
    """
    if value == 1 and one:
        unit = str(one)
    elif value == 1 and any(letter.isalpha() for letter in unit):
        unit = f"({unit})"
    return f"{figure}\u00a0{unit}" if unit else figure
