"""From a cell's kind to its form field: a new kind is one function and one line in a table."""

from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.enums import AnswerStatus
from surveys.instrument.cells import Cell, Key
from surveys.instrument.definition import Slot

from .numbers import NotANumber, parse_whole

# Codes never hold two hyphens in a row (the linter sees to it), so names cannot collide.
OPT_OUT = "--opt-out"


class WholeNumberField(forms.CharField):
    """A text box for a count, which takes what people type and gives a number or None."""

    def __init__(self):
        super().__init__(
            required=False,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-control figure"}
            ),
        )

    def to_python(self, value: str | None) -> Decimal | None:
        try:
            return parse_whole(super().to_python(value))
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


def opt_out_name(variable: str) -> str:
    return variable + OPT_OUT


def _number(slot: Slot) -> forms.Field:
    return WholeNumberField()


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
    return forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "form-control"}))


def _long_text(slot: Slot) -> forms.Field:
    widget = forms.Textarea(attrs={"class": "form-control", "rows": 6})
    return forms.CharField(required=False, widget=widget)


def _options(slot: Slot) -> list[tuple[str, object]]:
    options = [(choice.code, choice.label) for choice in slot.choices]
    return [*options, (OPT_OUT, slot.opt_out.label)] if slot.opt_out else options


QUESTION_FIELDS: dict[str, Callable[[Slot], forms.Field]] = {
    "number": _number,
    "single": _single,
    "multiple": _multiple,
    "text": _text,
    "long_text": _long_text,
}
COLUMN_FIELDS: dict[str, Callable[[Slot], forms.Field]] = {
    "number": _number,
    "single": _pick,
    "scale": _pick,
}
# Kinds whose way out is one more choice in their list; for the others it is a box beside them.
LISTS = ("single", "multiple")


def build_fields(slot: Slot) -> dict[str, forms.Field]:
    """Return the form fields of one cell by name: the cell's own and its way out."""
    fields: dict[str, forms.Field] = {}
    if slot.kind != "opt_out":
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
            return {name_of(slot.key): OPT_OUT if slot.kind == "single" else [OPT_OUT]}
        return {opt_out_name(slot.key.variable): True}
    plain = cell.plain
    return {name_of(slot.key): plain if isinstance(plain, list) else str(plain)}
