"""Every sentence of the linter is said of a definition that breaks its rule, and not of one that keeps it.

The sentences are read from the linter's own source: a new rule fails here until it has its pair.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from surveys.instrument import linter
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from tests.surveys.instrument.linter.pairs_of_questions import PAIRS_OF_QUESTIONS
from tests.surveys.instrument.linter.pairs_of_rules import PAIRS_OF_RULES

FOLDER = Path(linter.__file__).parent
# What sentences are put together of: places, and languages.
PARTS = {
    "in Spanish",
    "in English",
    "Scale of figures",
    "“%(code)s”",
    "The condition of “%(code)s”",
    "The check “%(place)s”",
    "The page “%(place)s”",
    "The row total of “%(code)s”",
}


def sentences() -> Iterator[tuple[str, str]]:
    """Yield every message of the linter with the module that says it."""
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "gettext_lazy"):
                yield path.stem, ast.literal_eval(node.args[0])


RULES = sorted({(module, sentence) for module, sentence in sentences() if sentence not in PARTS})
PAIRS = [*PAIRS_OF_RULES, *PAIRS_OF_QUESTIONS]
IDS = [f"{module}: {said}" for module, said, _broken, _sound in PAIRS]


def problems(definition) -> list[str]:
    with translation.override("en"):
        return problems_in(parse_definition(definition))


def sentence_of(module: str, said: str) -> str:
    (sentence,) = [text for held, text in RULES if held == module and said in text]
    return sentence


def test_every_sentence_of_the_linter_has_its_pair():
    assert sorted((module, sentence_of(module, said)) for module, said, *_pair in PAIRS) == RULES


@pytest.mark.parametrize(("module", "said", "broken", "sound"), PAIRS, ids=IDS)
def test_rule_is_said_where_it_is_broken(module, said, broken, sound):
    words_of_it = re.split(r"%\(\w+\)s", sentence_of(module, said))
    pattern = re.compile(".+".join(re.escape(part) for part in words_of_it))

    assert [problem for problem in problems(broken) if pattern.fullmatch(problem)]


@pytest.mark.parametrize("sound", [sound for *_rule, sound in PAIRS], ids=IDS)
def test_what_keeps_the_rule_is_sound(sound):
    assert problems(sound) == []
