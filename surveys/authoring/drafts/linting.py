"""What the linter says of a draft, beside the part that it is about."""

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from surveys.instrument.definition import DefinitionError
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition

from .names import QUOTED, RECAP, about_codes, in_names, names_in
from .parts import CHECK, PAGE, QUESTION, SECTION, TITLE, places

PATH = re.compile(r"sections\[(\d+)\](?:/pages\[(\d+)\])?(?:/questions\[(\d+)\])?")
Mark = tuple[str, str]
WHOLE: Mark = ("", "")


def problems_by_part(definition: dict) -> dict[Mark, list[str]]:
    """Return the problems of each part, by its kind and code; under ``WHOLE`` those of none."""
    found: dict[Mark, list[str]] = defaultdict(list)
    try:
        parsed = parse_definition(definition)
    except DefinitionError as error:
        found[mark_at(definition, str(error))].append(
            _("It cannot be read yet: %(problem)s") % {"problem": error}
        )
        return found
    marks, names, as_coded = marks_of(definition), names_in(definition), about_codes(parsed)
    for problem in problems_in(parsed):
        said = problem if problem in as_coded else in_names(problem, names)
        found[mark_in(problem, marks)].append(said)
    return found


def marks_of(definition: dict) -> dict[str, Mark]:
    """Return the part of each code; a question comes before a page of the same code."""
    marks: dict[str, Mark] = {}
    for kind, name in ((QUESTION, "variable"), (CHECK, "code"), (PAGE, "code"), (SECTION, "code")):
        for place in places(definition, kind):
            code = str(place.part.get(name))
            whole = f"{place.section.get('code')}/{code}" if kind == PAGE else code
            marks.setdefault(code, (kind, whole))
            marks.setdefault(whole, (kind, whole))
    marks.setdefault(str(definition.get("code")), (TITLE, TITLE))
    return marks


def mark_in(problem: str, marks: dict[str, Mark]) -> Mark:
    for code in QUOTED.findall(problem):
        for name in (code, RECAP.sub("", code), code.split("/")[0]):
            if name in marks:
                return marks[name]
    return WHOLE


def mark_at(definition: dict, problem: str) -> Mark:
    """Return the part that a place such as ``sections[0]/pages[1]`` names."""
    match = PATH.search(problem)
    if match is None:
        return WHOLE
    section = definition["sections"][int(match[1])]
    if match[2] is None:
        return SECTION, str(section.get("code"))
    page = section["pages"][int(match[2])]
    if match[3] is None:
        return PAGE, f"{section.get('code')}/{page.get('code')}"
    return QUESTION, str(page["questions"][int(match[3])].get("variable"))
