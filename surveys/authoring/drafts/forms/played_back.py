"""The totals that a page plays back, each chosen among the figures asked before it."""

import json
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from surveys.authoring.drafts.rules import figure_json, figure_of
from surveys.instrument.expression_parser import parse_expression

from .expression import read_expression
from .items import ItemForm, Items, line_in, table_of

FIGURE_EXAMPLE = {"sum": {"variable": "profiles", "col": "now"}}


class TotalForm(ItemForm):
    """One figure: what it is called, and which one it is."""

    beside = ("unit", "unit_one")
    rare = ("value",)
    beside_label = gettext_lazy("Unit, or a figure as an expression")

    figure = forms.ChoiceField(
        label=gettext_lazy("Which figure"), required=False, widget=UnfoldAdminSelectWidget()
    )
    unit_es = line_in("es", gettext_lazy("Unit (Spanish)"))
    unit_en = line_in("en", gettext_lazy("Unit (English)"))
    unit_one_es = line_in("es", gettext_lazy("Unit where the figure is 1 (Spanish)"))
    unit_one_en = line_in("en", gettext_lazy("Unit where the figure is 1 (English)"))
    value = forms.CharField(
        label=gettext_lazy(
            "The figure as an expression; where something stands here, the choice does not count"
        ),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "spellcheck": "false"}),
    )

    def __init__(self, *args, figures: list[tuple[str, str]], **rest):
        super().__init__(*args, **rest)
        self.leave_out("code")
        chosen = self.initial.get("figure")
        if chosen and chosen not in dict(figures):
            figures = [*figures, (chosen, chosen)]
        self.fields["figure"].choices = [("", "–"), *figures]

    @property
    def says_something(self) -> bool:
        return super().says_something or bool(self.cleaned_data.get("figure"))

    def clean_value(self) -> dict | None:
        return read_expression(self.cleaned_data["value"], parse_expression, FIGURE_EXAMPLE)

    def clean(self) -> dict:
        cleaned = super().clean()
        wanted = self.says_something and not cleaned.get("DELETE")
        if wanted and not cleaned.get("figure") and not cleaned.get("value") and "value" not in self.errors:
            self.add_error("figure", _("Choose the figure that is played back."))
        return cleaned

    def write(self, item: dict, codes: Iterable[str]) -> None:
        item["label"] = {
            **item.get("label", {}),
            **{tongue: self.cleaned_data[tongue] for tongue in ("es", "en")},
        }
        item["value"] = self.cleaned_data["value"] or figure_json(self.cleaned_data["figure"])
        self.write_beside(item)


def totals_of(part: dict, figures: list[tuple[str, str]], data=None) -> Items:
    """Return the table of the totals that a page plays back."""
    initial = [initial_of(place, item) for place, item in enumerate(part.get("recap", []))]
    return table_of(TotalForm, "recap", initial, data, figures=figures)


def initial_of(place: int, item: dict) -> dict:
    label, value = item.get("label", {}), item.get("value")
    figure = figure_of(value)
    return {
        "was": str(place),
        **{language: label.get(language) for language in ("es", "en")},
        **{
            f"{text}_{language}": item.get(text, {}).get(language)
            for text in TotalForm.beside
            for language in ("es", "en")
        },
        "figure": figure or "",
        "value": "" if figure else json.dumps(value, ensure_ascii=False),
    }
