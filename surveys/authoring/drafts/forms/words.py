"""Fields for texts in both languages, and between them and a part's JSON."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

LANGUAGES = (("es", _("Spanish")), ("en", _("English")))
LABELLED = {"es": _("%(what)s (Spanish)"), "en": _("%(what)s (English)")}
LONGEST = 3000


def add_words(form: forms.Form, name: str, label: object, words: Mapping | None, *, rows: int = 0, **rest):
    """Give a form a field per language for one text; what helps to write it stands below the first."""
    help_text = rest.pop("help_text", "")
    for language, _language_name in LANGUAGES:
        widget = UnfoldAdminTextareaWidget(attrs={"rows": rows}) if rows else UnfoldAdminTextInputWidget()
        widget.attrs["lang"] = language
        form.fields[f"{name}_{language}"] = forms.CharField(
            label=LABELLED[language] % {"what": label},
            required=False,
            help_text="" if language != LANGUAGES[0][0] else help_text,
            max_length=LONGEST,
            widget=widget,
            initial=(words or {}).get(language, ""),
            **rest,
        )


def need_words(form: forms.Form, name: str, text: str) -> None:
    """Refuse a form whose text says nothing in any language; one language is enough for a draft."""
    fields = [f"{name}_{language}" for language, _label in LANGUAGES]
    if not any(form.cleaned_data.get(field, "").strip() or field in form.errors for field in fields):
        form.add_error(fields[0], text)


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
