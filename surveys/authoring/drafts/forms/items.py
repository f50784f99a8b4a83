"""The lists within a part: each a small table of forms, ordered by their places."""

import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from surveys.authoring.drafts.structure import new_code
from surveys.instrument.linter.codes import CODE

from .words import LANGUAGES, put, words_in

MOST = 200


def line_in(language: str, label: object) -> forms.CharField:
    """Return a field for one text in one language."""
    return forms.CharField(
        label=label, required=False, widget=UnfoldAdminTextInputWidget(attrs={"lang": language})
    )


class ItemForm(forms.Form):
    """One choice, row or column: its words in both languages, and the code that answers keep."""

    # The texts beside its own, which most items do without, and the fields that go with them.
    beside: tuple[str, ...] = ()
    rare: tuple[str, ...] = ("code",)
    beside_label: object = gettext_lazy("Code")
    # Whether a line of text says all that it needs.
    from_lines = False

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    es = line_in("es", gettext_lazy("Spanish"))
    en = line_in("en", gettext_lazy("English"))
    code = forms.CharField(
        label=gettext_lazy("Code in the exports; empty, it is made from the words"),
        required=False,
        max_length=60,
        widget=UnfoldAdminTextInputWidget(),
    )

    def __init__(self, *args, kind: str = "", **rest):
        self.kind = kind
        super().__init__(*args, **rest)

    def leave_out(self, *names: str) -> None:
        """Do without what the question's kind does not ask for."""
        for name in names:
            self.fields.pop(name, None)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if code and (not CODE.fullmatch(code) or "--" in code):
            raise ValidationError(_("Use letters without accents, figures and single hyphens."))
        return code

    def folded(self, field: forms.BoundField) -> bool:
        return field.name in self.rare or field.name[:-3] in self.beside

    @property
    def main(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not self.folded(field)]

    @property
    def more(self) -> list[forms.BoundField]:
        """The code last: it is made by itself."""
        return sorted(filter(self.folded, self.visible_fields()), key=lambda field: field.name == "code")

    @property
    def says_more(self) -> bool:
        """Whether to unfold them; everything has a code, which alone is no reason."""
        return any(field.errors or field.value() and field.name != "code" for field in self.more)

    @property
    def says_something(self) -> bool:
        return any(self.cleaned_data.get(language) for language, _label in LANGUAGES) or bool(
            self.cleaned_data.get("code")
        )

    def write(self, item: dict, codes: Iterable[str]) -> None:
        texts = {language: self.cleaned_data.get(language, "").strip() for language, _label in LANGUAGES}
        item["code"] = self.cleaned_data["code"] or new_code(texts["en"] or texts["es"], codes)
        item["label"] = {**item.get("label", {}), **texts}
        self.write_beside(item)

    def write_beside(self, item: dict) -> None:
        for name in self.beside:
            if f"{name}_es" in self.fields:
                put(item, name, words_in(self.cleaned_data, name, item.get(name)))


class Items(forms.BaseFormSet):
    """The rows of one list, in the order that their places say; empty rows say nothing.

    Many of them come in at once from a box of lines, such as a column of a spreadsheet.
    """

    can_paste = False
    lines: list[tuple[str, str]] = []

    @property
    def pasted(self) -> str:
        """Return the name of the box, and of its field."""
        return f"{self.prefix}-pasted"

    @property
    def pasted_text(self) -> str:
        return self.data.get(self.pasted, "") if self.can_paste and self.is_bound else ""

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"})
        form.fields["ORDER"].label = _("Order")
        form.fields["DELETE"].label = _("Take out")

    def read(self, before: list[dict], taken: Iterable[str] = ()) -> list[dict]:
        """Return the list as it is now; codes that are made keep clear of those taken."""
        known = {name_of_item(place, item): item for place, item in enumerate(before)}
        items: list[dict] = []
        for form in self.kept():
            item = dict(known.get(form.cleaned_data["was"], {}))
            form.write(item, [*(other.get("code") for other in items), *known, *taken])
            items.append(item)
        for texts in self.lines:
            label = dict(zip(dict(LANGUAGES), texts, strict=True))
            codes = [*(other.get("code") for other in items), *known, *taken]
            items.append({"code": new_code(label["en"] or label["es"], codes), "label": label})
        return items

    def kept(self) -> list[ItemForm]:
        """Return the forms that stay and say something, in their order."""
        forms_there = [form for form in self.forms if form.has_changed() or form.initial]
        forms_there = [form for form in forms_there if not form.cleaned_data.get("DELETE")]
        forms_there = [form for form in forms_there if form.says_something]
        last = len(self.forms) + 1
        return sorted(forms_there, key=lambda form: form.cleaned_data.get("ORDER") or last)

    def clean(self) -> None:
        self.lines = lines_in(self.pasted_text)
        if (number := len(self.kept()) + len(self.lines)) > MOST:
            raise ValidationError(
                _("That would be %(number)s, and %(most)s fit here. Ask for less, or in two questions.")
                % {"number": number, "most": MOST}
            )
        if any(form.errors for form in self.forms):
            return
        codes = [code for form in self.kept() if (code := form.cleaned_data.get("code"))]
        if double := next((code for code in codes if codes.count(code) > 1), None):
            raise ValidationError(
                _("The code “%(code)s” is used twice. Give one of the two another.") % {"code": double}
            )


def lines_in(text: str) -> list[tuple[str, str]]:
    """Return the texts of each line: Spanish, then after a bar or a tabulator English."""
    lines = (re.split(r"[|\t]", line, maxsplit=1) for line in text.splitlines() if line.strip(" |\t"))
    return [(es.strip(), "".join(en).strip()) for es, *en in lines]


def name_of_item(place: int, item: dict) -> str:
    """Return what an item of a list is found again by: its code, or its place where it has none."""
    return str(item.get("code") or place)


def table_of(form: type[ItemForm], prefix: str, initial: list[dict], data=None, **form_kwargs) -> Items:
    """Return a table of forms, with two empty ones at its end."""
    made = forms.formset_factory(
        form,
        formset=Items,
        extra=2,
        can_order=True,
        can_delete=True,
        max_num=MOST,
        absolute_max=MOST + 300,
    )
    made.can_paste = form.from_lines
    return made(data, prefix=prefix, initial=initial, form_kwargs=form_kwargs)
