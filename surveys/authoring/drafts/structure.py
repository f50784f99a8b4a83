"""Changing what a draft is made of: adding, moving, copying and taking out its parts."""

import copy
import re
from collections.abc import Iterable

from django.utils.text import slugify

from surveys.instrument.piping import OF_THE_EDITION

from .parts import CHECK, PAGE, QUESTION, SECTION, Place, find, places

LONGEST = 60
NEW_SECTION = {"es": "Sección nueva", "en": "New section"}
NEW_PAGE = {"es": "Página nueva", "en": "New page"}


def all_codes(definition: dict) -> set[str]:
    """Return every code that a new part must not have: of questions, pages, sections and checks."""
    kinds = {QUESTION: "variable", PAGE: "code", SECTION: "code", CHECK: "code"}
    found = {place.part.get(name) for kind, name in kinds.items() for place in places(definition, kind)}
    return {code for code in found if code} | set(OF_THE_EDITION)


def new_code(words: str, taken: Iterable[str]) -> str:
    """Return a code made of words that is not taken yet."""
    stem = "-".join(slugify(words).replace("_", "-").split("-")[:6])[: LONGEST - 6].strip("-") or "item"
    taken, code, number = set(taken), stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code


def empty_questionnaire(title: dict[str, str], taken: Iterable[str]) -> dict:
    """Return a questionnaire of one section with one page, which asks nothing yet."""
    page = {"code": "page", "title": dict(NEW_PAGE), "questions": []}
    return {
        "code": new_code(title["en"], taken),
        "title": title,
        "languages": list(title),
        # Its only section, which companies read the title of, until it has more and better ones.
        "sections": [{"code": "section", "title": dict(title), "pages": [page]}],
        "checks": [],
    }


def add_question(definition: dict, question: dict, *, page: str = "", after: str = "") -> None:
    """Put a new question at the end of a page, or on a page of its own after that page."""
    if page:
        part = find(definition, PAGE, page).part
        if asks_nothing(part) and part.get("title") == NEW_PAGE:
            part["title"] = title_of(question)
        part.setdefault("questions", []).append(question)
        return
    place = find(definition, PAGE, after)
    place.holder.insert(place.index + 1, page_around(definition, question))


def asks_nothing(page: dict) -> bool:
    return not page.get("questions") and not page.get("recap")


def title_of(question: dict) -> dict[str, str]:
    """Return what a page of one question is called."""
    return {language: text[:120] for language, text in question["label"].items()}


def page_around(definition: dict, question: dict) -> dict:
    return {
        "code": new_code(question["variable"], codes_of_pages(definition)),
        "title": title_of(question),
        "questions": [question],
    }


def codes_of_pages(definition: dict) -> set[str]:
    return {place.part.get("code", "") for place in places(definition, PAGE)}


def move(definition: dict, kind: str, name: str, step: int) -> None:
    """Move a part one place up (-1) or down (1); over the edge it goes to the neighbour's end or start."""
    place = find(definition, kind, name)
    index = place.index + step
    if 0 <= index < len(place.holder):
        place.holder.insert(index, place.holder.pop(place.index))
        return
    if neighbour := neighbour_of(definition, kind, place, step):
        part = place.holder.pop(place.index)
        neighbour.insert(len(neighbour) if step < 0 else 0, part)


def neighbour_of(definition: dict, kind: str, place: Place, step: int) -> list | None:
    """Return the list of the page or section beside the part's own."""
    above = {QUESTION: (PAGE, "questions", place.page), PAGE: (SECTION, "pages", place.section)}.get(kind)
    if above is None:
        return None
    kind_above, name, own = above
    around = [found.part for found in places(definition, kind_above)]
    index = next(number for number, part in enumerate(around) if part is own) + step
    return around[index].setdefault(name, []) if 0 <= index < len(around) else None


def duplicate(definition: dict, name: str) -> str:
    """Put a copy of a question after it, with a variable of its own; return that."""
    place = find(definition, QUESTION, name)
    twin = copy.deepcopy(place.part)
    twin["variable"] = new_code(name, all_codes(definition))
    place.holder.insert(place.index + 1, twin)
    return twin["variable"]


def remove(definition: dict, kind: str, name: str) -> None:
    """Take a part out; a page that asks nothing then goes too."""
    place = find(definition, kind, name)
    place.holder.pop(place.index)
    if kind == SECTION and name in definition.get("essential", []):
        definition["essential"] = [code for code in definition["essential"] if code != name]
    if kind == QUESTION and not place.holder and not place.page.get("recap"):
        pages = place.section["pages"]
        pages[:] = [page for page in pages if page is not place.page]


def renamed(value: object, old: str, new: str) -> object:
    """Return a definition whose conditions, checks and texts call a variable by its new code."""
    if isinstance(value, dict):
        return {
            name: new if name in ("variable", "each_row") and part == old else renamed(part, old, new)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [renamed(part, old, new) for part in value]
    if isinstance(value, str) and "{" in value:
        return re.sub(r"\{" + re.escape(old) + r"(?=[|.}])", "{" + new, value)
    return value


def section_renamed(definition: dict, old: str, new: str) -> None:
    """Call a section by its new code where the definition names it."""
    if "essential" in definition:
        definition["essential"] = [new if code == old else code for code in definition["essential"]]
    for check in definition.get("checks", []):
        if check.get("section") == old:
            check["section"] = new


def put_on_page(definition: dict, name: str, page: str) -> None:
    """Move a question to the end of another page."""
    target = find(definition, PAGE, page).part
    place = find(definition, QUESTION, name)
    if place.page is not target:
        part = place.part
        remove(definition, QUESTION, name)
        target.setdefault("questions", []).append(part)
