"""From a cell's kind to its form field: a new kind is one function and one line in a table."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from weakref import WeakKeyDictionary

from django import forms
from django.utils.formats import get_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.enums import AnswerStatus
from surveys.instrument.cells import Cell, Key
from surveys.instrument.definition import Definition
from surveys.instrument.questions import Slot

from .numbers import NotANumber, parse_decimal, parse_whole
from .ranking import place_names

# Codes never hold two hyphens in a row (the linter sees to it), so names cannot collide.
OPT_OUT = "--opt-out"
_made: WeakKeyDictionary[Definition, dict[tuple[str | None, Key], dict[str, forms.Field]]] = (
    WeakKeyDictionary()
)
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


class FigureField(forms.CharField):
    """A text box for a figure, which takes what people type and gives a number or None."""

    def __init__(self, parse: Callable[[str], Decimal | None] = parse_whole, *, inputmode: str = "numeric"):
        self.parse = parse
        attrs = {"inputmode": inputmode, "autocomplete": "off", "class": "form-control figure"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs))

    def to_python(self, value: str | None) -> Decimal | None:
        try:
            return self.parse(super().to_python(value))
        except NotANumber as error:
            raise forms.ValidationError(str(error), code=error.problem) from error


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick; the ones that exclude all others are marked for the page's script."""

    exclusive: frozenset[str] = frozenset()

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if value in self.exclusive:
            option["attrs"]["data-exclusive"] = ""
        return option


def name_of(key: Key) -> str:
    return "--".join(part for part in key if part)


def row_in_name(name: str) -> tuple[str, str] | None:
    """Return the variable and the row that a field's name is of; None for one that has no row."""
    parts = name.split("--")
    return (parts[0], parts[1]) if len(parts) == 3 else None


def list_of(variable: str) -> str:
    """Return the id of the list of words that a question's texts offer."""
    return f"question-{variable}-words"


def opt_out_name(variable: str) -> str:
    return variable + OPT_OUT


def _number(slot: Slot) -> forms.Field:
    return FigureField()


def _money(slot: Slot) -> forms.Field:
    signed = slot.minimum is None or slot.minimum < 0
    # The keypad of some phones has no minus.
    return FigureField(partial(parse_decimal, signed=signed), inputmode="text" if signed else "decimal")


def _percentage(slot: Slot) -> forms.Field:
    return FigureField(parse_decimal, inputmode="decimal")


def _date(slot: Slot) -> forms.Field:
    attrs = {"type": "date", "class": "form-control figure figure--day"}
    attrs |= {"min": slot.minimum} if slot.minimum else {}
    attrs |= {"max": slot.maximum} if slot.maximum else {}
    return forms.DateField(
        required=False,
        input_formats=DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs),
        error_messages={"invalid": _("Enter the date as day, month and year, such as 31/12/2026.")},
    )


def _single(slot: Slot) -> forms.Field:
    return forms.ChoiceField(
        choices=_options(slot),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": _("Choose one of the answers in the list.")},
    )


def _pick(slot: Slot) -> forms.Field:
    return forms.ChoiceField(
        choices=[("", "–"), *_options(slot)],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": _("Choose one of the answers in the list.")},
    )


def _multiple(slot: Slot) -> forms.Field:
    field = forms.MultipleChoiceField(
        choices=_options(slot),
        required=False,
        widget=Ticks(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": _("Choose among the answers in the list.")},
    )
    field.widget.exclusive = frozenset(
        [OPT_OUT, *(choice.code for choice in slot.choices if choice.exclusive)]
    )
    return field


def _text(slot: Slot) -> forms.Field:
    offered = {"list": list_of(slot.key.variable), "autocomplete": "off"} if slot.vocabulary else {}
    attrs = {"class": "form-control", **offered}
    return forms.CharField(required=False, widget=forms.TextInput(attrs=attrs))


def _words(slot: Slot) -> forms.Field:
    attrs = {"class": "form-control", "data-says": slot.says, "autocomplete": "off"}
    return forms.CharField(required=False, widget=forms.TextInput(attrs=attrs))


def _long_text(slot: Slot) -> forms.Field:
    widget = forms.Textarea(attrs={"class": "form-control", "rows": 6})
    return forms.CharField(required=False, widget=widget)


def _options(slot: Slot) -> list[tuple[str, object]]:
    options = [(choice.code, choice.label) for choice in slot.choices]
    return [*options, (OPT_OUT, slot.opt_out.label)] if slot.opt_out else options


QUESTION_FIELDS: dict[str, Callable[[Slot], forms.Field]] = {
    "number": _number,
    "money": _money,
    "percentage": _percentage,
    "date": _date,
    "likert": _single,
    "single": _single,
    "multiple": _multiple,
    "text": _text,
    "long_text": _long_text,
}
COLUMN_FIELDS: dict[str, Callable[[Slot], forms.Field]] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "percentage": _percentage,
    "single": _pick,
    "scale": _pick,
    "multiple": _multiple,
}
# Kinds whose way out is one more choice in their list; for the others it is a box beside them.
LISTS = ("single", "likert", "multiple")


def names_of(slot: Slot) -> list[str]:
    """Return the names of the fields that hold a cell's value: one, but for each place of an order."""
    if slot.kind == "opt_out":
        return []
    return place_names(slot) if slot.kind == "ranking" else [name_of(slot.key)]


def fields_of(slot: Slot, definition: Definition) -> dict[str, forms.Field]:
    """Return the form fields of one cell by name, made once per process where the cell is the definition's.

    Forms share them: whoever changes a field changes a copy.
    """
    if definition.slots.get(slot.key) is not slot:
        return build_fields(slot)
    made, key = _made.setdefault(definition, {}), (get_language(), slot.key)
    if key not in made:
        made[key] = build_fields(slot)
    return made[key]


def build_fields(slot: Slot) -> dict[str, forms.Field]:
    """Return the form fields of one cell by name: the cell's own and its way out."""
    fields: dict[str, forms.Field] = {}
    if slot.kind == "ranking":
        fields |= {name: _pick(replace(slot, opt_out=None)) for name in place_names(slot)}
    elif slot.says:
        fields[name_of(slot.key)] = _words(slot)
    elif slot.kind != "opt_out":
        builders = COLUMN_FIELDS if slot.key.row else QUESTION_FIELDS
        fields[name_of(slot.key)] = builders[slot.kind](slot)
    if slot.opt_out and slot.kind not in LISTS:
        box = forms.CheckboxInput(attrs={"class": "form-check-input", "data-opt-out": ""})
        fields[opt_out_name(slot.key.variable)] = forms.BooleanField(
            required=False, widget=box, label=slot.opt_out.label
        )
    return fields


def initial_of(slot: Slot, cell: Cell | None) -> dict[str, object]:
    """Return what the fields of a cell show before anything is typed."""
    if cell is None or cell.status == AnswerStatus.BLANK:
        return {}
    if cell.status != AnswerStatus.GIVEN:
        if slot.kind in LISTS:
            return {name_of(slot.key): [OPT_OUT] if slot.kind == "multiple" else OPT_OUT}
        return {opt_out_name(slot.key.variable): True}
    plain = cell.plain
    if slot.kind == "ranking":
        return dict(zip(place_names(slot), plain, strict=False))
    if isinstance(cell.value, Decimal):
        plain = str(plain).replace(".", get_format("DECIMAL_SEPARATOR"))
    return {name_of(slot.key): plain if isinstance(plain, list) else str(plain)}
