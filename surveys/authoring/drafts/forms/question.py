"""The form of one question: for each kind only the fields that make sense."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from surveys.enums import AnswerStatus, VariableKind
from surveys.instrument.questions import OPT_OUT_STATUSES

from .figure import Figure
from .listed import items_of
from .part import PartForm, plain_number
from .row_filter import columns_of_tables, row_filter_json, row_filter_of
from .words import add_words, need_words, put, words_in

LISTED = (VariableKind.SINGLE, VariableKind.MULTIPLE, VariableKind.LIKERT, VariableKind.RANKING)
TABLES = (VariableKind.GRID, VariableKind.SKILLS)
LISTS_OF = {
    **dict.fromkeys(LISTED, ("choices",)),
    **dict.fromkeys(TABLES, ("rows", "columns")),
    VariableKind.LIST: ("columns",),
}
BOUNDED = (VariableKind.NUMBER, VariableKind.MONEY, VariableKind.PERCENTAGE)
MEASURED = (VariableKind.NUMBER, VariableKind.MONEY, *TABLES, VariableKind.LIST)
MORE = {
    "why": gettext_lazy("Why we ask"),
    "includes": gettext_lazy("What to include"),
    "excludes": gettext_lazy("What to leave out"),
}
UNBOUNDED = {
    "min": {
        "": gettext_lazy("Such as 1. Empty: from 0."),
        VariableKind.MONEY: gettext_lazy("Such as 0. Empty: also below zero."),
    },
    "max": {
        "": gettext_lazy("Such as 500. Empty: without an end."),
        VariableKind.PERCENTAGE: gettext_lazy("Such as 50. Empty: up to 100."),
    },
}
WAYS_OUT = [
    ("", gettext_lazy("No, an answer is needed")),
    (AnswerStatus.NOT_KNOWN, gettext_lazy("Yes: “we do not know”")),
    (AnswerStatus.NOT_APPLICABLE, gettext_lazy("Yes: “does not apply”, “none of these”")),
]


class QuestionForm(PartForm):
    """Write one question."""

    def __init__(
        self,
        part: dict,
        data=None,
        *,
        pages=(),
        page: str = "",
        is_new_variable: bool = True,
        plays_back: bool = False,
        **rest,
    ):
        self.pages, self.page, self.is_new_variable = pages, page, is_new_variable
        self.plays_back = plays_back
        super().__init__(part, data, **rest)
        self.items = {name: items_of(name, part, data) for name in LISTS_OF.get(self.kind, ())}

    @property
    def kind(self) -> str:
        return self.part.get("kind", "")

    @property
    def kind_label(self) -> str:
        return dict(VariableKind.choices).get(self.kind, self.kind)

    def build(self) -> None:
        part = self.part
        add_words(self, "label", _("Question"), part.get("label"))
        add_words(self, "help", _("Help below it"), part.get("help"), rows=2)
        for name, label in MORE.items():
            add_words(self, name, label, part.get(name), rows=2)
        self.fields["required"] = forms.BooleanField(
            label=_("Must be answered before sending"),
            required=False,
            initial=bool(part.get("required")),
            widget=UnfoldBooleanSwitchWidget(),
        )
        if self.plays_back or part.get("confirms"):
            self.fields["confirms"] = forms.BooleanField(
                label=_("It confirms the totals that its page plays back"),
                required=False,
                initial=bool(part.get("confirms")),
                widget=UnfoldBooleanSwitchWidget(),
                help_text=_("It is asked anew whenever one of the answers they are made of changes."),
            )
        if self.kind in TABLES:
            total = part.get("row_total") or {}
            add_words(
                self,
                "row_total",
                _("Total of each row"),
                total.get("label"),
                help_text=_(
                    "Its name, such as “Total”; tick below which columns it adds up. Empty: none is shown."
                ),
            )
            self.build_row_filter()
        if self.kind in MEASURED:
            add_words(
                self,
                "unit",
                _("Unit"),
                part.get("unit"),
                help_text=_("What stands behind the figure, such as “people” or “hours a year”."),
            )
            add_words(self, "unit_one", _("Unit where the figure is 1"), part.get("unit_one"))
        if self.kind == VariableKind.RANKING:
            places = part.get("ranks")
            self.fields["ranks"] = Figure(
                label=_("How many places"),
                initial=places,
                help_text=_("Such as 3 for the first three. Empty: all are put in order."),
            )
        if self.kind == VariableKind.TEXT:
            self.fields["vocabulary"] = forms.BooleanField(
                label=_("Offer the shared list of skills while somebody types"),
                required=False,
                initial=bool(part.get("vocabulary")),
                widget=UnfoldBooleanSwitchWidget(),
                help_text=_("Any other words will do. Those that name a skill are sent with its code."),
            )
        self.build_bounds()
        self.build_way_out()
        if len(self.pages) > 1:
            self.fields["on_page"] = forms.ChoiceField(
                label=_("On the page"),
                choices=self.pages,
                initial=self.page,
                widget=UnfoldAdminSelectWidget(),
            )
        self.add_code("variable", _("Code"), self.about_the_code(), disabled=not self.is_new_variable)

    def build_row_filter(self) -> None:
        wanted, offered = row_filter_of(self.part), list(columns_of_tables(self.earlier or []))
        if not offered and not wanted:
            return
        known = {what for what, _label in offered}
        self.fields["rows_if"] = forms.MultipleChoiceField(
            label=_("Ask only the rows that have a figure above zero in"),
            required=False,
            choices=[*offered, *((what, what) for what in wanted if what not in known)],
            initial=wanted,
            widget=UnfoldAdminCheckboxSelectMultipleWidget(),
            help_text=_(
                "Columns of one earlier table whose rows have the same names as here, in both languages. "
                "With none ticked, all rows are asked."
            ),
        )

    def clean_rows_if(self) -> list[str]:
        chosen = self.cleaned_data.get("rows_if", [])
        if len({what.partition("|")[0] for what in chosen}) > 1:
            raise forms.ValidationError(_("Choose columns of one table only."))
        return chosen

    def about_the_code(self) -> str:
        if self.is_new_variable:
            return _("Its name in exports and conditions; it stays the same from edition to edition.")
        return _("It has been asked under this code, which keeps the editions comparable.")

    def build_bounds(self) -> None:
        for name, label in (("min", _("At least")), ("max", _("At most"))):
            value = self.part.get(name)
            if self.kind in BOUNDED:
                self.fields[name] = Figure(
                    label=label, initial=value, help_text=UNBOUNDED[name].get(self.kind, UNBOUNDED[name][""])
                )
            elif self.kind == VariableKind.DATE:
                widget = UnfoldAdminTextInputWidget(attrs={"type": "date"})
                label = _("Not before") if name == "min" else _("Not after")
                self.fields[name] = forms.DateField(label=label, required=False, initial=value, widget=widget)

    def build_way_out(self) -> None:
        way_out = self.part.get("opt_out") or {}
        self.fields["way_out"] = forms.ChoiceField(
            label=_("May it be left without a value?"),
            choices=WAYS_OUT,
            required=False,
            initial=way_out.get("status", ""),
            widget=UnfoldAdminSelectWidget(),
        )
        add_words(
            self,
            "way_out_label",
            _("What that answer says"),
            way_out.get("label"),
            help_text=_("Such as “We do not know”; it stands below the question, to be ticked."),
        )

    def clean_variable(self) -> str:
        return self.fitting(self.cleaned_data["variable"], self.part.get("variable"))

    def clean(self) -> dict:
        cleaned = super().clean()
        need_words(self, "label", _("Write the question; it can be put into the other language later."))
        if cleaned.get("way_out") and not any(words_in(cleaned, "way_out_label").values()):
            self.add_error("way_out_label_es", _("Write what the answer says, such as “No lo sabemos”."))
        return cleaned

    def write(self, part: dict) -> None:
        cleaned = self.cleaned_data
        part["variable"] = cleaned["variable"]
        part["label"] = words_in(cleaned, "label", part.get("label"))
        for name in ("help", *MORE, *(["unit", "unit_one"] if self.kind in MEASURED else [])):
            put(part, name, words_in(cleaned, name, part.get(name)))
        if cleaned["required"] != bool(part.get("required")):
            put(part, "required", cleaned["required"])
        for name in ("min", "max"):
            if name in self.fields:
                self.write_bound(part, name)
        if "ranks" in self.fields:
            put(part, "ranks", plain_number(cleaned["ranks"]))
        self.write_way_out(part)
        self.write_condition(part)
        if "vocabulary" in self.fields:
            put(part, "vocabulary", "skills" if cleaned["vocabulary"] else None)
        if "confirms" in self.fields:
            put(part, "confirms", cleaned["confirms"])
        for name, items in self.items.items():
            others = [item["code"] for other in self.items if other != name for item in part.get(other, [])]
            part[name] = items.read(part.get(name, []), others)

        if self.kind in TABLES:
            self.write_row_total(part)
            if set(chosen := cleaned.get("rows_if", [])) != set(row_filter_of(part)):
                put(part, "rows_if", row_filter_json(chosen))

    def write_row_total(self, part: dict) -> None:
        before = part.get("row_total") or {}
        columns = zip(self.items["columns"].kept(), part["columns"], strict=True)
        cols = [column["code"] for form, column in columns if form.cleaned_data["in_total"]]
        if set(cols) == set(before.get("cols", [])):
            cols = before.get("cols", [])
        label = words_in(self.cleaned_data, "row_total", before.get("label"))
        put(part, "row_total", {**before, "label": label, "cols": cols} if label or cols else None)

    def write_bound(self, part: dict, name: str) -> None:
        value = self.cleaned_data[name]
        part.pop(name, None)
        if value is not None:
            part[name] = value.isoformat() if self.kind == VariableKind.DATE else plain_number(value)

    def write_way_out(self, part: dict) -> None:
        status = self.cleaned_data["way_out"]
        if status not in OPT_OUT_STATUSES:
            part.pop("opt_out", None)
            return
        before = part.get("opt_out") or {}
        label = words_in(self.cleaned_data, "way_out_label", before.get("label"))
        part["opt_out"] = {**before, "status": str(status), "label": label}


def blank_question(kind: str, variable: str = "") -> dict:
    """Return the beginning of a question of a kind: what it cannot do without."""
    question: dict = {"variable": variable, "kind": kind, "label": {}}
    if kind in LISTED:
        question["choices"] = []
    if kind in TABLES:
        question |= {"rows": [], "columns": []}
    if kind == VariableKind.LIST:
        name = {"code": "name", "label": {"es": "Nombre", "en": "Name"}, "kind": "text", "required": True}
        question["columns"] = [name]
    return question
