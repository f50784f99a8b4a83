"""What a linter's codes stand for, so that a manager reads titles and questions in their place."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.instrument.definition import Definition
from surveys.instrument.linter.codes import repeated, unknown_essentials, unusable

from .parts import CHECK, PAGE, QUESTION, SECTION, label_of, name_of_part, places

QUOTED = re.compile(r"[“«\"]([^”»\"]+)[”»\"]")
LONGEST = 80
RECAP = re.compile(r"/recap\[\d+\]$")


def in_names(problem: str, names: Mapping[str, str]) -> str:
    """Say a problem with the names of what it is about; codes that stand for nothing stay."""
    return QUOTED.sub(lambda found: found[0].replace(found[1], name_of(found[1], names)), problem)


def name_of(code: str, names: Mapping[str, str]) -> str:
    return names.get(code) or names.get(RECAP.sub("", code)) or code


def about_codes(definition: Definition) -> set[str]:
    """Return the problems that are about codes themselves, in which no name may stand for one."""
    return {*repeated(definition), *unusable(definition), *unknown_essentials(definition)}


def names_in(definition: dict) -> dict[str, str]:
    """Return the name of each part by the code that the linter calls it by."""
    language = get_language() or "es"
    names = {str(definition.get("code")): shortened(label_of(definition, language))}
    for kind in (SECTION, PAGE, CHECK, QUESTION):
        for place in places(definition, kind):
            name, label = name_of_part(place, kind), shortened(label_of(place.part, language))
            names[name] = label
            if kind == QUESTION:
                items = items_of(place.part, language)
                names |= {f"{name}/{path}": f"{label}: {words}" for path, words in items}
    return names


def items_of(question: dict, language: str) -> Iterator[tuple[str, str]]:
    for listed in ("choices", "rows", "columns"):
        for item in question.get(listed, []):
            words = label_of(item, language)
            yield str(item.get("code")), words
            for choice in item.get("choices", []):
                yield f"{item.get('code')}/{choice.get('code')}", f"{words}, {label_of(choice, language)}"
    yield "row_total", _("total of each row")


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
