"""The words of the survey's e-mails: shipped, or the cluster's own, with a closed list of placeholders.

A placeholder is replaced by a ready text and nothing else: there are no attributes, filters or
formats in it that a template could reach further with.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.enums import Wave
from surveys.models import Letter
from tera.text import render_markdown

SHIPPED = Path(__file__).with_name("letters.json")
# Each name in English and in Spanish, and what stands there.
PLACEHOLDERS = {
    "company": ("empresa", gettext_lazy("name of the company")),
    "person": ("persona", gettext_lazy("first name of the person")),
    "edition": ("edicion", gettext_lazy("name of the edition")),
    "link": ("enlace", gettext_lazy("the person's own link to the questionnaire")),
    "opens": ("abre", gettext_lazy("day on which the edition opens")),
    "due": ("vence", gettext_lazy("day by which the company should answer")),
    "closes": ("cierra", gettext_lazy("day on which the edition closes")),
    "reference": ("referencia", gettext_lazy("day the figures are asked as of")),
    "receipt": ("justificante", gettext_lazy("number of the receipt")),
    "received": ("recibidas", gettext_lazy("day and hour of the receipt")),
    "studies": ("estudios", gettext_lazy("address of the published studies")),
    "colleague": ("companero", gettext_lazy("name of the colleague who asks")),
    "part": ("apartado", gettext_lazy("the section meant for them")),
    "code": ("codigo", gettext_lazy("the code to open the answers")),
    "help": ("ayuda", gettext_lazy("the cluster's e-mail address")),
}
ENGLISH = {name: name for name in PLACEHOLDERS} | {es: name for name, (es, _text) in PLACEHOLDERS.items()}
# Words that only some messages have: a receipt exists once a company has answered, a link until then.
LINKED = frozenset(
    {
        Wave.INVITATION,
        Wave.REMINDER_1,
        Wave.REMINDER_2,
        Wave.REMINDER_3,
        Wave.LAST_CALL,
        Wave.LINK,
        Wave.COLLEAGUE,
    }
)
RECEIPTED = frozenset({Wave.RECEIPT, Wave.THANKS, Wave.BENCHMARK})
PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
BRACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\}\}|\{%|%\}", re.DOTALL)


@dataclass(frozen=True)
class Words:
    """A subject and a body in Markdown, with placeholders."""

    subject: str
    body: str


@cache
def shipped_words() -> dict[str, dict[str, Words]]:
    texts = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return {wave: {lang: Words(**words) for lang, words in both.items()} for wave, both in texts.items()}


def words_for(wave: str, language: str) -> Words:
    """Return the words of ``wave``: the cluster's own if it has any in that language."""
    own = Letter.objects.filter(wave=wave).first()
    shipped = shipped_words()[wave][language]
    if own is None:
        return shipped
    subject, body = getattr(own, f"subject_{language}"), getattr(own, f"body_{language}")
    return Words(subject or shipped.subject, body or shipped.body)


def names_for(wave: str) -> list[str]:
    """Return the placeholders that the message has something to put in for."""
    without = (set() if wave in LINKED else {"link"}) | (
        set() if wave in RECEIPTED else {"receipt", "received"}
    )
    without |= set() if wave == Wave.COLLEAGUE else {"colleague", "part"}
    without |= set() if wave == Wave.CODE else {"code"}
    return [name for name in PLACEHOLDERS if name not in without]


def problems_in(text: str, wave: str, *, needs_link: bool = False) -> list[str]:
    """Return what is wrong with a text's placeholders, each in one sentence."""
    problems, known = [], set(names_for(wave))
    used = set()
    for found in dict.fromkeys(BRACES.findall(text)):
        place = PLACE.fullmatch(found)
        name = ENGLISH.get(place[1]) if place else None
        if name is None:
            problems.append(_("“%(found)s” is no placeholder; see the list.") % {"found": found})
        elif name not in known:
            problems.append(_("This message has nothing to put in for “%(found)s”.") % {"found": found})
        used.add(name)
    if needs_link and "link" in known and "link" not in used:
        problems.append(_("Put {{ link }} where the link to the questionnaire goes."))
    if needs_link and "code" in known and "code" not in used:
        problems.append(_("Put {{ code }} where the code goes."))
    return problems


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with its placeholders replaced; one that is unknown stays as it is written."""
    return PLACE.sub(lambda place: values.get(ENGLISH.get(place[1], ""), place[0]), text)


def plain_body(body: str, values: Mapping[str, str]) -> str:
    """Return the body as plain text, without the marks of bold type."""
    return fill(body.replace("**", "").replace("\r\n", "\n"), values)


def html_body(body: str, values: Mapping[str, str]) -> SafeString:
    """Return the body as HTML; values go in after the Markdown is read, so they cannot bring any."""
    shown = {name: link_or_text(value) for name, value in values.items()}
    return mark_safe(fill(render_markdown(body), shown))  # noqa: S308 - cleaned HTML, escaped values


def link_or_text(value: str) -> str:
    if value.startswith(("https://", "http://")):
        return format_html('<a href="{}">{}</a>', value, value)
    return escape(value)
