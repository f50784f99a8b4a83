"""Both languages at once: a snapshot holds every text twice."""

from collections.abc import Callable
from datetime import date
from typing import TypedDict

from django.db.models import Model
from django.utils import translation
from django.utils.formats import date_format

LANGUAGES = ("es", "en")


class Text(TypedDict):
    """One text in the two languages of the site."""

    es: str
    en: str


def both(row: Model, field: str) -> Text:
    """Return a translated field in both languages; a missing one borrows the other's text."""
    texts = {language: getattr(row, f"{field}_{language}") or "" for language in LANGUAGES}
    return {language: texts[language] or texts[other] for language, other in (("es", "en"), ("en", "es"))}


def said(say: Callable[[], object]) -> Text:
    """Return what ``say`` gives in each language."""
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = str(say())
    return texts


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def day_text(value: str | None) -> str:
    """Return an ISO day as the active language writes it, or nothing."""
    return date_format(date.fromisoformat(value[:10]), "DATE_FORMAT") if value else ""


def spoken(text: Text | None) -> str:
    """Return a text of a snapshot in the active language."""
    return text[translation.get_language()[:2]] if text else ""
