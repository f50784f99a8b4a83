"""The form with which a manager reads a proposal field by field: take it, word it otherwise, or leave it."""

import json
from collections.abc import Iterable

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from skills.models import Skill
from training.enums import Audience, OfferStatus
from training.provenance import plain_text

from .differences import GONE, Difference
from .values import SKILLS, STATUS, Seals, Values, column_of, parse_key, plain, seal

TAKE, LEAVE = "take", "leave"


def value_field(row: Difference) -> forms.Field:
    """Return a field that holds the proposed value, to be worded otherwise."""
    _edition, name = parse_key(row.key)
    common = {"label": row.label, "required": False, "initial": row.new}
    if name == STATUS:
        return forms.ChoiceField(choices=OfferStatus, widget=UnfoldAdminSelectWidget, disabled=True, **common)
    if name in (SKILLS, "audience"):
        choices = [(skill.code, skill.label) for skill in Skill.objects.all()] if name == SKILLS else Audience
        widget = UnfoldAdminCheckboxSelectMultipleWidget
        return forms.MultipleChoiceField(choices=choices, widget=widget, **common)
    column = column_of(row.key)
    if column.choices:
        choices = [("", _("to be confirmed")), *column.choices]
        return forms.ChoiceField(choices=choices, widget=UnfoldAdminSelectWidget, **common)
    if column.get_internal_type() == "TextField":
        return forms.CharField(widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}), **common)
    return ColumnField(column, widget=widget_of(column), **common)


def widget_of(column: models.Field) -> forms.Widget:
    kinds = {"DateField": "date", "PositiveIntegerField": "number", "PositiveSmallIntegerField": "number"}
    kind = kinds.get(column.get_internal_type(), "text")
    return UnfoldAdminTextInputWidget(attrs={"type": kind})


class ColumnField(forms.CharField):
    """Text that must be a value of a model's column."""

    def __init__(self, column: models.Field, **kwargs) -> None:
        self.column = column
        super().__init__(**kwargs)

    def clean(self, value: object) -> object:
        text = super().clean(value)
        return plain(self.column.clean(text, None)) if text else ""


class ReviewForm(forms.Form):
    """One choice and one value for each field of a proposal; a field in conflict has no choice made yet."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, rows: Iterable[Difference], version: int, is_new: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        self.is_new = is_new
        self.initial |= {
            "version": version,
            "seen": json.dumps({row.key: seal(row.now) for row in self.rows if row.now is not GONE}),
        }
        for row in self.rows:
            self.fields[f"value-{row.key}"] = named(value_field(row))
            # Of a new offer there is nothing that could be left as it is: a value is emptied instead.
            if not is_new:
                self.fields[f"take-{row.key}"] = named(choice_field(row))

    @property
    def lines(self) -> list[tuple[Difference, forms.BoundField, forms.BoundField | None]]:
        return [
            (
                row,
                self[f"value-{row.key}"],
                self[name] if (name := f"take-{row.key}") in self.fields else None,
            )
            for row in self.rows
        ]

    def clean_seen(self) -> Seals:
        try:
            seals = json.loads(self.cleaned_data["seen"])
        except (ValueError, RecursionError):
            return {}
        return seals if isinstance(seals, dict) else {}

    @property
    def taken(self) -> Values:
        """What the manager lets stand of the proposal, in the manager's words."""
        data = self.cleaned_data
        found = {
            row.key: plain(clean_words(data[f"value-{row.key}"]))
            for row in self.rows
            if data.get(f"take-{row.key}", TAKE) == TAKE
        }
        return {key: value for key, value in found.items() if value not in ("", [])} if self.is_new else found


def named(field: forms.Field) -> forms.Field:
    """Give a field in a table its name for whoever does not see the table."""
    field.widget.attrs["aria-label"] = field.label
    return field


def clean_words(value: object) -> object:
    return plain_text(value) if isinstance(value, str) else value


def choice_field(row: Difference) -> forms.ChoiceField:
    choices = [(TAKE, _("Publish this")), (LEAVE, _("Leave as it is"))]
    if row.now is GONE:
        choices = choices[1:]
    elif row.is_conflict:
        choices = [("", _("Choose")), *choices]
    label = _("Decision on %(field)s") % {"field": row.label}
    return forms.ChoiceField(
        label=label,
        choices=choices,
        initial=choices[0][0],
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": _("It changed meanwhile: say which of the two stands.")},
    )


class ReturnForm(forms.Form):
    """Send a proposal back with a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("What should be otherwise"),
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("The person who sent it reads this in an e-mail."),
    )
