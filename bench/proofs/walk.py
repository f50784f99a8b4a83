"""Going through a questionnaire as a browser without JavaScript does: read a form, fill it, press.

What the server's pages are is told by their addresses and their fields alone.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple


class Page(NamedTuple):
    """What came back after all redirects."""

    path: str
    status: int
    html: str


Fields = Mapping[str, list[str]]
# Sends a request and follows its redirects: method, path, fields by name with all their values.
Browse = Callable[[str, str, Fields], Page]
ADDRESS = re.compile(r"/([0-9a-f-]{36})/([\w-]+)/([\w-]+)/$")
MOST_PAGES = 200
# A list of the company's own, which may stay empty: it has a button and no field.
LIST = "list"


@dataclass
class Form:
    """A form with what a browser would send of it, by field name."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def variables(self) -> frozenset[str]:
        """The variables that a page asks for, read off the names of its visible fields."""
        names = {name.split("--")[0] for name, kind in self.kinds.items() if kind != "hidden"}
        return frozenset(names - {"because", "right", "declared"})


class Reader(HTMLParser):
    """The forms and the links of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.forms, self.links = [Form()], []
        self._select = self._textarea = ""
        self.feed(html)

    @property
    def form(self) -> Form:
        """The form that saves answers, or the one that sends them; empty where the page has neither."""
        mine = (form for form in self.forms if {"revision", "idempotency_key"} & form.kinds.keys())
        return next(mine, Form())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, form = found.get("name") or "", self.forms[-1]
        if tag == "form":
            self.forms.append(Form())
        elif tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif tag == "input" and name:
            self._take_input(form, name, found)
        elif tag == "button" and (found.get("value") or "").startswith("add:"):
            form.kinds[(found["value"] or "").removeprefix("add:")] = LIST
        elif tag == "textarea" and name:
            form.kinds[name], form.fields[name], self._textarea = tag, [""], name
        elif tag == "select" and name:
            form.kinds[name], form.fields[name], self._select = tag, [""], name
        elif tag == "option" and self._select and found.get("value"):
            form.options.setdefault(self._select, []).append(found["value"])
            if "selected" in found:
                form.fields[self._select] = [found["value"]]

    def _take_input(self, form: Form, name: str, found: Mapping[str, str | None]) -> None:
        kind, value = found.get("type") or "text", found.get("value") or ""
        form.kinds[name] = kind
        if kind in ("radio", "checkbox"):
            value = found.get("value", "on") or ""  # what a browser sends of a box without a value
            form.options.setdefault(name, []).append(value)
            if "checked" in found:
                form.fields.setdefault(name, []).append(value)
        else:
            form.fields[name] = [value]

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].fields[self._textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self.forms.append(Form())


# Says what to send of a form, given the answers planned.
Fill = Callable[[Form, Fields], Fields]


@dataclass
class Visit:
    """The pages that one company was led through, and what each asked."""

    pages: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)
    receipt: bool = False


def filled(form: Form, answers: Fields) -> dict[str, list[str]]:
    """Return what to send: the answers planned, and something plausible for all the rest."""
    return dict(_filled(form, answers))


def _filled(form: Form, answers: Fields) -> Iterator[tuple[str, list[str]]]:
    for name, kind in form.kinds.items():
        if name in answers:
            yield name, answers[name]
        elif kind == "hidden" or name.startswith("because--"):
            yield name, form.fields[name]
        elif name.startswith("right--") or name == "declared":
            yield name, ["on"]
        elif name.endswith("--opt-out") or kind == LIST:
            continue
        elif kind == "select" and name.count("--") == 2:  # in a table; a ranking's may stay empty
            yield name, form.options[name][:1]
        elif kind in ("radio", "checkbox", "select"):
            yield name, form.fields.get(name) or form.options.get(name, [])[:1]
        elif kind == "date":
            yield name, ["2026-01-15"]
        else:
            yield name, [form.fields[name][0].strip() or "1"]


def declined(form: Form, answers: Fields) -> dict[str, list[str]]:
    """The same of a company that says no: the second choice, and not to answer wherever that is offered."""
    ways = {name for name in form.kinds if name.endswith("--opt-out")}
    ways |= {name for name, options in form.options.items() if "--opt-out" in options}
    spared = {name.split("--")[0] for name in ways if form.kinds[name] == "checkbox"}
    sent = {name: values for name, values in _filled(form, answers) if name.split("--")[0] not in spared}
    for name, kind in form.kinds.items():
        if kind == "radio" and name not in answers:
            sent[name] = form.options[name][:2][-1:]
        elif kind == "checkbox" and name in ways:
            sent[name] = form.options[name][-1:]
    return sent


def walk(browse: Browse, hub: str, answers: Fields, fill: Fill = filled) -> Visit:
    """Answer every section from the hub on as the pages lead, then send; ``answers`` by field name."""
    visit = Visit()
    done: set[str] = set()
    for _ in range(MOST_PAGES):
        start = next_section(browse("GET", hub, {}), done)
        if start is None:
            break
        done.add(ADDRESS.search(start)[2])
        _answer_section(browse, start, lambda form: fill(form, answers), visit)
    visit.receipt = _send(browse, hub)
    return visit


def next_section(hub: Page, done: set[str]) -> str | None:
    """Return the first page of the first section listed that was not gone through yet."""
    for link in Reader(hub.html).links:
        found = ADDRESS.search(link)
        if found and found[2] not in done:
            return link
    return None


def _answer_section(browse: Browse, start: str, fill: Callable[[Form], Fields], visit: Visit) -> None:
    page, section = browse("GET", start, {}), ADDRESS.search(start)[2]
    for _ in range(MOST_PAGES):
        place = ADDRESS.search(page.path)
        if place is None or place[2] != section:
            return
        form = Reader(page.html).form
        here = (place[2], place[3], form.variables())
        if here not in visit.pages:  # an odd figure shows its page once more
            visit.pages.append(here)
        page = browse("POST", page.path, {**fill(form), "then": ["continue"]})
        if page.status >= 400:
            raise AssertionError(f"{page.path} refused with {page.status}")


def _send(browse: Browse, hub: str) -> bool:
    """Send from the page that reads the answers back; tell whether a receipt came of it."""
    check = next((link for link in Reader(browse("GET", hub, {}).html).links if is_check(link)), None)
    if check is None:
        return False
    page = browse("GET", check, {})
    submit = re.search(r'action="([^"]*/(?:submit|enviar)/)"', page.html)
    if submit is None:
        return False
    sent = browse("POST", submit[1], filled(Reader(page.html).form, {}))
    return sent.status == 200 and bool(re.search(r"/(receipt|justificante)/$", sent.path))


def is_check(link: str) -> bool:
    return bool(re.search(r"/(check|revisar|comprobar)/$", link))
