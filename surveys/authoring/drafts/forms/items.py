"""The lists within a question: choices, rows and columns, each a small table of forms."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from surveys.authoring.drafts.structure import new_code
from surveys.instrument.linter.codes import CODE

from .figure import Figure
from .part import plain_number
from .words import LANGUAGES, put, words_in

COLUMN_KINDS = [
    ("number", gettext_lazy("Number")),
    ("money", gettext_lazy("Amount of money")),
    ("percentage", gettext_lazy("Percentage")),
    ("single", gettext_lazy("Choice")),
    ("scale", gettext_lazy("Scale of figures")),
]
MOST = 60


class ItemForm(forms.Form):
    """One choice, row or column: its words in both languages, and the code that answers keep."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    es = forms.CharField(
        label=gettext_lazy("Spanish"), required=False, widget=UnfoldAdminTextInputWidget(attrs={"lang": "es"})
    )
    en = forms.CharField(
        label=gettext_lazy("English"), required=False, widget=UnfoldAdminTextInputWidget(attrs={"lang": "en"})
    )
    code = forms.CharField(
        label=gettext_lazy("Code"), required=False, max_length=60, widget=UnfoldAdminTextInputWidget()
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if code and (not CODE.fullmatch(code) or "--" in code):
            raise ValidationError(_("Use letters without accents, figures and single hyphens."))
        return code

    @property
    def main(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not field.name.startswith(("help_", "say_"))]

    @property
    def more(self) -> list[forms.BoundField]:
        """The words beside it, which most items do without."""
        return [field for field in self.visible_fields() if field.name.startswith(("help_", "say_"))]

    @property
    def says_more(self) -> bool:
        return any(field.value() or field.errors for field in self.more)

    @property
    def says_something(self) -> bool:
        return any(self.cleaned_data.get(language) for language, _label in LANGUAGES) or bool(
            self.cleaned_data.get("code")
        )

    def write(self, item: dict, codes: Iterable[str]) -> None:
        texts = {language: self.cleaned_data.get(language, "").strip() for language, _label in LANGUAGES}
        item["code"] = self.cleaned_data["code"] or new_code(texts["en"] or texts["es"], codes)
        item["label"] = {**item.get("label", {}), **texts}


class ChoiceForm(ItemForm):
    exclusive = forms.BooleanField(label=gettext_lazy("Excludes the others"), required=False)
    say_es = forms.CharField(
        label=gettext_lazy("Ask for words once it is chosen (Spanish)"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"lang": "es"}),
    )
    say_en = forms.CharField(
        label=gettext_lazy("Ask for words once it is chosen (English)"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"lang": "en"}),
    )

    def write(self, item: dict, codes: Iterable[str]) -> None:
        super().write(item, codes)
        if "exclusive" in self.fields:
            put(item, "exclusive", self.cleaned_data["exclusive"])
        if "say_es" in self.fields:
            put(item, "say", words_in(self.cleaned_data, "say", item.get("say")))


class RowForm(ItemForm):
    help_es = forms.CharField(
        label=gettext_lazy("Help (Spanish)"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"lang": "es"}),
    )
    help_en = forms.CharField(
        label=gettext_lazy("Help (English)"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"lang": "en"}),
    )

    def write(self, item: dict, codes: Iterable[str]) -> None:
        super().write(item, codes)
        put(item, "help", words_in(self.cleaned_data, "help", item.get("help")))


class ColumnForm(ItemForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=COLUMN_KINDS, required=False, widget=UnfoldAdminSelectWidget()
    )
    min = Figure(label=gettext_lazy("From"))
    max = Figure(label=gettext_lazy("To"))
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def clean_choices(self) -> list[dict]:
        found = []
        for line in filter(str.strip, self.cleaned_data["choices"].splitlines()):
            code, *texts = (text.strip() for text in line.split("|"))
            if len(texts) != 2 or not CODE.fullmatch(code):
                raise ValidationError(_("Write each choice on a line: code | Spanish | English."))
            found.append({"code": code, "label": {"es": texts[0], "en": texts[1]}})
        return found

    def write(self, item: dict, codes: Iterable[str]) -> None:
        super().write(item, codes)
        item["kind"] = self.cleaned_data["kind"] or "number"
        for name in ("min", "max"):
            item.pop(name, None)
            if (figure := plain_number(self.cleaned_data[name])) is not None:
                item[name] = figure
        if lines_of(item.get("choices")) != lines_of(self.cleaned_data["choices"]):
            put(item, "choices", self.cleaned_data["choices"])


def lines_of(choices: list[dict] | None) -> str:
    return "\n".join(
        " | ".join([c.get("code", ""), c.get("label", {}).get("es", ""), c.get("label", {}).get("en", "")])
        for c in choices or []
    )


class Items(forms.BaseFormSet):
    """The rows of one list, in the order that their places say; empty rows say nothing."""

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"})
        form.fields["ORDER"].label = _("Place")
        form.fields["DELETE"].label = _("Take out")

    def read(self, before: list[dict], taken: Iterable[str] = ()) -> list[dict]:
        """Return the list as it is now; codes that are made keep clear of those taken."""
        known = {item.get("code"): item for item in before}
        items: list[dict] = []
        for form in self.kept():
            item = dict(known.get(form.cleaned_data["was"], {}))
            form.write(item, [*(other["code"] for other in items), *known, *taken])
            items.append(item)
        return items

    def kept(self) -> list[ItemForm]:
        forms_there = [form for form in self.forms if form.has_changed() or form.initial]
        forms_there = [form for form in forms_there if not form.cleaned_data.get("DELETE")]
        forms_there = [form for form in forms_there if form.says_something]
        last = len(self.forms) + 1
        return sorted(forms_there, key=lambda form: form.cleaned_data.get("ORDER") or last)

    def clean(self) -> None:
        if any(form.errors for form in self.forms):
            return
        codes = [form.cleaned_data["code"] for form in self.kept() if form.cleaned_data["code"]]
        if double := next((code for code in codes if codes.count(code) > 1), None):
            raise ValidationError(_("The code “%(code)s” is used twice.") % {"code": double})


FORMS = {"choices": ChoiceForm, "rows": RowForm, "columns": ColumnForm}


def items_of(name: str, part: dict, data=None) -> Items:
    """Return the table of a question's choices, rows or columns."""
    made = forms.formset_factory(
        FORMS[name],
        formset=Items,
        extra=2,
        can_order=True,
        can_delete=True,
        max_num=MOST,
        absolute_max=MOST + 40,
    )
    formset = made(data, prefix=name, initial=[initial_of(name, item) for item in part.get(name, [])])
    if name == "choices" and part.get("kind") != "multiple":
        for form in (*formset.forms, formset.empty_form):
            form.fields.pop("exclusive", None)
    if name == "choices" and part.get("kind") not in ("single", "multiple"):
        for form in (*formset.forms, formset.empty_form):
            form.fields.pop("say_es", None)
            form.fields.pop("say_en", None)
    return formset


def initial_of(name: str, item: dict) -> dict:
    label, about = item.get("label", {}), item.get("help", {})
    values = {"was": item.get("code"), "code": item.get("code"), "es": label.get("es"), "en": label.get("en")}
    values |= {"help_es": about.get("es"), "help_en": about.get("en"), "exclusive": item.get("exclusive")}
    values |= {f"say_{language}": item.get("say", {}).get(language) for language in ("es", "en")}
    if name == "columns":
        values |= {key: item.get(key) for key in ("kind", "min", "max")}
        values["choices"] = lines_of(item.get("choices"))
    return values
