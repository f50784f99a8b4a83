"""Fields for texts in both languages, and between them and a part's JSON."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

LANGUAGES = (("es", _("Spanish")), ("en", _("English")))
LONGEST = 3000


def add_words(form: forms.Form, name: str, label: object, words: Mapping | None, *, rows: int = 0, **rest):
    """Give a form a field per language for one text."""
    for language, _language_name in LANGUAGES:
        widget = UnfoldAdminTextareaWidget(attrs={"rows": rows}) if rows else UnfoldAdminTextInputWidget()
        widget.attrs["lang"] = language
        form.fields[f"{name}_{language}"] = forms.CharField(
            label=label,
            required=False,
            max_length=LONGEST,
            widget=widget,
            initial=(words or {}).get(language, ""),
            **rest,
        )


def words_in(cleaned: Mapping, name: str, before: Mapping | None = None) -> dict[str, str]:
    """Return a text as the form has it; languages that the form does not know stay."""
    texts = {language: cleaned.get(f"{name}_{language}", "").strip() for language, _label in LANGUAGES}
    return {**(before or {}), **texts} if any(texts.values()) else {}


def put(part: dict, name: str, value: object) -> None:
    """Set a key, or leave it out where it would say nothing."""
    if value is None or value is False or value in ("", {}, []):
        part.pop(name, None)
    else:
        part[name] = value
