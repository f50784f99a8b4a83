"""The columns of the catalogue's spreadsheet: one list for what goes out and what comes in.

One row is one edition; the first row of an offer says what the offer is, the further ones only which offer
they belong to. The public table (``training.feeds.table``) shows some of the same columns and others that
are worked out; a file of it is read too, and what is worked out is passed over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.exchange.cells import choice_parser, fold, parse_date, parse_decimal, parse_integer
from training.enums import Audience
from training.feeds.table import COLUMNS as PUBLIC
from training.feeds.table import Column as PublicColumn
from training.models import Edition, Offer
from training.provenance import EDITION_FIELDS, OFFER_FIELDS, clean_value

OFFER, EDITION, KEY, LINK = "offer", "edition", "key", "link"


@dataclass(frozen=True)
class Column:
    """One column: ``part`` says what it belongs to, ``field`` which of its fields."""

    key: str
    part: str
    title: Callable[[], str]
    parse: Callable[[str], object]
    field: str = ""
    choices: type[models.TextChoices] | None = None


def parse_words(text: str) -> list[str]:
    """Split at commas and semicolons, neither of which a code has."""
    parts = text.replace(";", ",").split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def parse_audience(text: str) -> list[str]:
    one = choice_parser(Audience)
    return [one(word) for word in parse_words(text)]


def parse_slug(text: str) -> str:
    """Take an offer's address, or the last part of the address of its page."""
    return text.strip().rstrip("/").rpartition("/")[2]


def parser_of(model: type[models.Model], name: str) -> Callable[[str], object]:
    column = model._meta.get_field(name)
    kind = column.get_internal_type()
    if name == "audience":
        return parse_audience
    if column.choices:
        return choice_parser(column_choices(column))
    if kind == "DateField":
        return parse_date
    if kind == "DecimalField":
        return lambda text: column.clean(parse_decimal(text), None)
    if kind in ("PositiveIntegerField", "PositiveSmallIntegerField"):
        return parse_integer
    return lambda text: clean_value(model(), name, text)


def column_choices(column: models.Field) -> type[models.TextChoices]:
    """Return the choices of a column under the names of its labels in every language."""
    return models.TextChoices("Choices", {f"C{place}": pair for place, pair in enumerate(column.flatchoices)})


def titled(model: type[models.Model], name: str) -> Callable[[], str]:
    def title() -> str:
        stem = name[:-3] if name.endswith(("_es", "_en")) else name
        words = str(model._meta.get_field(stem).verbose_name)
        if stem != name:
            language = _("in Spanish") if name.endswith("_es") else _("in English")
            words = f"{words} ({language})"
        return _("edition: %(field)s") % {"field": words} if model is Edition else words

    return title


def of_model(model: type[models.Model], part: str, names: Sequence[str], start: str = "") -> list[Column]:
    return [
        Column(
            f"{start}{name}",
            part,
            titled(model, name),
            parser_of(model, name),
            name,
            column_choices(column) if (column := model._meta.get_field(name)).choices else None,
        )
        for name in names
    ]


def worded(text: Promise) -> Callable[[], str]:
    return lambda: str(text)


COLUMNS: Sequence[Column] = (
    Column("offer", KEY, worded(gettext_lazy("offer (address)")), parse_slug),
    Column("provider", KEY, worded(gettext_lazy("provider")), str),
    *of_model(Offer, OFFER, OFFER_FIELDS),
    Column("skills", LINK, worded(gettext_lazy("skills (codes)")), parse_words),
    Column("edition", KEY, worded(gettext_lazy("edition (number)")), parse_integer),
    *of_model(Edition, EDITION, EDITION_FIELDS, "edition_"),
)
BY_KEY = {column.key: column for column in COLUMNS}


@cache
def known_titles() -> dict[str, str]:
    """Return the key of the column for each title by which it is known."""
    titles: dict[str, str] = {fold(column.key): column.key for column in COLUMNS}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            titles |= {fold(column.title()): column.key for column in COLUMNS}
    return titles


@cache
def public_titles(language: str) -> dict[str, str]:
    """Return the same for the public table in one language, with nothing for what is passed over."""
    with translation.override(language):
        return {fold(str(column.title)): column.key.format(language) for column in PUBLIC}


def is_public_table(titles: Sequence[str], language: str) -> bool:
    return len(titles) > 1 and {fold(title) for title in titles} == set(public_titles(language))


def keys_of(titles: Sequence[str]) -> list[str]:
    """Return the column's key for each title of a file; raises ValidationError that names the wrong ones."""
    tables = [language for language, _name in settings.LANGUAGES if is_public_table(titles, language)]
    known = public_titles(tables[0]) if tables else known_titles()
    unknown = [title for title in titles if fold(title) not in known]
    if unknown:
        raise ValidationError([unknown_words(title) for title in unknown])
    keys = [known[fold(title)] for title in titles]
    twice = {key for key in keys if key and keys.count(key) > 1}
    if twice:
        names = ", ".join(BY_KEY[key].title() for key in sorted(twice))
        raise ValidationError(_("These columns are there twice: %(names)s.") % {"names": names})
    if not {"offer", "name_es"} & set(keys):
        raise ValidationError(
            _("The file needs the column “%(first)s” or “%(second)s”.")
            % {"first": BY_KEY["offer"].title(), "second": BY_KEY["name_es"].title()}
        )
    return keys


def keys_on_a_site(titles: Sequence[str], language: str) -> tuple[list[str], list[str]]:
    """Return the keys by whichever of our tables knows most of the titles, and the titles it does not know.

    A column that comes twice counts once. ``language`` is that of the texts.
    """
    tables = [known_titles(), {fold(column.name): site_key(column, language) for column in PUBLIC}]
    for each, _name in settings.LANGUAGES:
        with translation.override(each):
            tables.append({fold(str(column.title)): site_key(column, language) for column in PUBLIC})
    known = max(tables, key=lambda table: sum(fold(title) in table for title in titles))
    keys: list[str] = []
    for title in titles:
        key = known.get(fold(title), "")
        keys.append("" if key in keys else key)
    return keys, [title for title in titles if title.strip() and fold(title) not in known]


def site_key(column: PublicColumn, language: str) -> str:
    return (column.key or column.near).format(language)


def unknown_words(title: str) -> str:
    if not title.strip():
        return _("A column has no title: give it one, or delete it.")
    close = get_close_matches(fold(title), known_titles(), n=1)
    key = known_titles()[close[0]] if close else ""
    if key:
        text = _("The column “%(title)s” is not known: is it “%(meant)s”?")
        return text % {"title": title, "meant": BY_KEY[key].title()}
    return _("The column “%(title)s” is not known: correct its title, or delete it.") % {"title": title}
