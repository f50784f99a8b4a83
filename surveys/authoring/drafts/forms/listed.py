"""What a question lists: its choices, rows and columns."""

import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from surveys.authoring.drafts.structure import new_code
from surveys.enums import VariableKind
from surveys.instrument.linter.codes import CODE

from .figure import Figure
from .items import ItemForm, Items, line_in, table_of
from .part import plain_number
from .words import put

COLUMN_KINDS = [
    ("number", gettext_lazy("Number")),
    ("money", gettext_lazy("Amount of money")),
    ("percentage", gettext_lazy("Percentage")),
    ("single", gettext_lazy("Choice")),
    ("scale", gettext_lazy("Scale of figures")),
]
TICKS_COLUMN = ("multiple", gettext_lazy("Several choices"))
TEXT_COLUMN = ("text", gettext_lazy("Text"))
BOUNDED = ("number", "money", "percentage")
CHOOSING = ("single", "scale", "multiple")
SAYING = (VariableKind.SINGLE, VariableKind.MULTIPLE)


class ChoiceForm(ItemForm):
    beside = ("say",)
    beside_label = gettext_lazy("Have it written out (for “Other”), and its code")
    from_lines = True

    exclusive = forms.BooleanField(label=gettext_lazy("Excludes the others"), required=False)
    say_es = line_in("es", gettext_lazy("What is asked once it is chosen, such as “Which?” (Spanish)"))
    say_en = line_in("en", gettext_lazy("What is asked once it is chosen, such as “Which?” (English)"))

    def __init__(self, *args, **rest):
        super().__init__(*args, **rest)
        if self.kind != VariableKind.MULTIPLE:
            self.leave_out("exclusive")
        if self.kind not in SAYING:
            self.leave_out("say_es", "say_en")
            self.beside_label = gettext_lazy("Code")

    def write(self, item: dict, codes: Iterable[str]) -> None:
        super().write(item, codes)
        if "exclusive" in self.fields:
            put(item, "exclusive", self.cleaned_data["exclusive"])


class RowForm(ItemForm):
    beside = ("help",)
    beside_label = gettext_lazy("Help and code")
    from_lines = True

    help_es = line_in("es", gettext_lazy("Help (Spanish)"))
    help_en = line_in("en", gettext_lazy("Help (English)"))


class ColumnForm(ItemForm):
    beside = ("help", "unit", "unit_one")
    beside_label = gettext_lazy("Help, unit and code")

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=COLUMN_KINDS, required=False, widget=UnfoldAdminSelectWidget()
    )
    min = Figure(label=gettext_lazy("At least"))
    max = Figure(label=gettext_lazy("At most"))
    choices = forms.CharField(
        label=gettext_lazy("Choices, one on each line: Spanish | English, such as Baja | Low"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    in_total = forms.BooleanField(label=gettext_lazy("In the row's total"), required=False)
    needed = forms.BooleanField(label=gettext_lazy("Needed in every row"), required=False)
    skills = forms.BooleanField(label=gettext_lazy("A text: offer the shared list of skills"), required=False)
    help_es = line_in("es", gettext_lazy("Help (Spanish)"))
    help_en = line_in("en", gettext_lazy("Help (English)"))
    unit_es = line_in("es", gettext_lazy("Unit (Spanish)"))
    unit_en = line_in("en", gettext_lazy("Unit (English)"))
    unit_one_es = line_in("es", gettext_lazy("Unit where the figure is 1 (Spanish)"))
    unit_one_en = line_in("en", gettext_lazy("Unit where the figure is 1 (English)"))

    def __init__(self, *args, **rest):
        super().__init__(*args, **rest)
        if self.kind == VariableKind.LIST:
            self.fields["kind"].choices = [TEXT_COLUMN, *COLUMN_KINDS]
            self.leave_out("in_total")
        else:
            self.fields["kind"].choices = [*COLUMN_KINDS, TICKS_COLUMN]
            self.leave_out("needed", "skills")

    def clean_choices(self) -> list[dict]:
        found: list[dict] = []
        for line in filter(str.strip, self.cleaned_data["choices"].splitlines()):
            texts = [text.strip() for text in line.split("|")]
            if len(texts) not in (2, 3) or len(texts) == 3 and not CODE.fullmatch(texts[0]):
                raise ValidationError(_("Write each choice on a line: Spanish | English."))
            *code, es, en = texts
            found.append({"code": "".join(code), "label": {"es": es, "en": en}})
        taken = [choice["code"] for choice in found]
        for place, choice in enumerate(found, start=1):
            choice["code"] = choice["code"] or self.code_of_choice(choice["label"], place, taken)
            taken.append(choice["code"])
        return found

    def code_of_choice(self, label: dict, place: int, taken: list[str]) -> str:
        """A step of a scale is a figure: the one it begins with, or its place."""
        if self.cleaned_data.get("kind") != "scale":
            return new_code(label["en"] or label["es"], taken)
        figure = re.match(r"\d+", label["es"] or label["en"])
        return figure[0] if figure else str(place)

    def write(self, item: dict, codes: Iterable[str]) -> None:
        super().write(item, codes)
        kind = item["kind"] = self.cleaned_data["kind"] or self.fields["kind"].choices[0][0]
        for name in ("min", "max"):
            item.pop(name, None)
            if kind in BOUNDED and (figure := plain_number(self.cleaned_data[name])) is not None:
                item[name] = figure
        if "needed" in self.fields:
            put(item, "required", self.cleaned_data["needed"])
        if "skills" in self.fields:
            offers = self.cleaned_data["skills"] and kind == TEXT_COLUMN[0]
            put(item, "vocabulary", "skills" if offers else None)
        choices = self.cleaned_data["choices"] if kind in CHOOSING else []
        if lines_of(item.get("choices")) != lines_of(choices):
            put(item, "choices", choices)


def lines_of(choices: list[dict] | None) -> str:
    return "\n".join(
        " | ".join([c.get("code", ""), c.get("label", {}).get("es", ""), c.get("label", {}).get("en", "")])
        for c in choices or []
    )


FORMS = {"choices": ChoiceForm, "rows": RowForm, "columns": ColumnForm}


def items_of(name: str, part: dict, data=None) -> Items:
    """Return the table of a question's choices, rows or columns."""
    totalled = (part.get("row_total") or {}).get("cols", [])
    initial = [
        initial_of(name, item) | {"in_total": item.get("code") in totalled} for item in part.get(name, [])
    ]
    return table_of(FORMS[name], name, initial, data, kind=part.get("kind", ""))


def initial_of(name: str, item: dict) -> dict:
    values = {"was": item.get("code"), "code": item.get("code"), "exclusive": item.get("exclusive")}
    values |= {"es": item.get("label", {}).get("es"), "en": item.get("label", {}).get("en")}
    for text in FORMS[name].beside:
        values |= {f"{text}_{language}": item.get(text, {}).get(language) for language in ("es", "en")}
    if name == "columns":
        values |= {key: item.get(key) for key in ("kind", "min", "max")}
        values |= {"choices": lines_of(item.get("choices")), "needed": item.get("required")}
        values["skills"] = bool(item.get("vocabulary"))
    return values
