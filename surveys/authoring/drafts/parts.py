"""Finding a part of a draft by its code: the definition is plain JSON while it is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.instrument.piping import without_answers

SECTION, PAGE, QUESTION, CHECK, TITLE = "section", "page", "question", "check", "title"
# What a part holds that is written on pages of its own.
NESTED = {SECTION: ("pages",), PAGE: ("questions",), TITLE: ("sections", "checks")}


class PartGone(Exception):
    """The draft has no such part, or not any more."""


@dataclass(frozen=True)
class Place:
    """Where a part stands: in which list and at which position, and within what."""

    holder: list[dict]
    index: int
    section: dict | None = None
    page: dict | None = None

    @property
    def part(self) -> dict:
        return self.holder[self.index]


def places(definition: dict, kind: str) -> Iterator[Place]:
    """Yield the place of every part of a kind, in the order they are asked."""
    sections = definition.get("sections", [])
    if kind == CHECK:
        checks = definition.setdefault("checks", [])
        yield from (Place(checks, index) for index in range(len(checks)))
    for number, section in enumerate(sections):
        if kind == SECTION:
            yield Place(sections, number)
        pages = section.get("pages", [])
        for index, page in enumerate(pages):
            if kind == PAGE:
                yield Place(pages, index, section)
            questions = page.get("questions", [])
            if kind == QUESTION:
                yield from (Place(questions, place, section, page) for place in range(len(questions)))


def name_of_part(place: Place, kind: str) -> str:
    """Return what a part is called in addresses: a page by its section's code and its own."""
    if kind == PAGE:
        return f"{place.section.get('code')}/{place.part.get('code')}"
    return str(place.part.get("variable" if kind == QUESTION else "code"))


def own(part: dict, kind: str) -> dict:
    """Return a part without the parts within it."""
    return {name: value for name, value in part.items() if name not in NESTED.get(kind, ())}


def replaced(part: dict, kind: str, new: dict) -> dict:
    """Return the new part with what is nested in the old one, in the old one's order of keys."""
    nested = {name: part[name] for name in NESTED.get(kind, ()) if name in part}
    ordered = {name: (nested | new)[name] for name in part if name in nested or name in new}
    return ordered | new | nested


def find(definition: dict, kind: str, name: str) -> Place:
    """Return the place of the part of that name; raises ``PartGone``."""
    if kind == TITLE:
        return Place([definition], 0)
    for place in places(definition, kind):
        if name_of_part(place, kind) == name:
            return place
    raise PartGone


def earlier_questions(definition: dict, kind: str, name: str) -> list[dict]:
    """Return the questions asked before a part, which its condition may look at."""
    earlier = []
    for page in places(definition, PAGE):
        if kind == PAGE and name_of_part(page, PAGE) == name:
            return earlier
        for question in page.part.get("questions", []):
            if kind == QUESTION and question.get("variable") == name:
                return earlier
            earlier.append(question)
    return earlier


def label_of(part: dict, language: str) -> str:
    """Return a part's words in a language, or in another, or its code; without the answers they quote."""
    words = part.get("label") or part.get("title") or part.get("message") or {}
    named = next((text for text in words.values() if text), "")
    return without_answers(words.get(language) or named) or str(part.get("variable") or part.get("code"))
