"""Words that name a skill of the shared vocabulary, where a question asks for such words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from skills.vocabulary import Vocabulary, folded
from surveys.instrument.cells import Cell
from surveys.instrument.questions import Question, Slot


def vocabulary_for(questions: Iterable[Question]) -> Vocabulary:
    """Return the shared vocabulary, read only where one of the questions asks for its words."""
    return Vocabulary.load() if any(question.asks_for_skills for question in questions) else Vocabulary()


def skill_named(vocabulary: Vocabulary, slot: Slot, cell: Cell | None) -> str:
    """Return the code of the skill that a cell's words name, or nothing."""
    skill = vocabulary.find(cell.value) if slot.vocabulary and cell else None
    return skill.code if skill else ""


def recognised_as(vocabulary: Vocabulary, slot: Slot, cell: Cell | None) -> str:
    """Return what the words are taken for, unless they say it themselves."""
    skill = vocabulary.find(cell.value) if slot.vocabulary and cell else None
    return skill.label if skill and folded(skill.label) != folded(str(cell.value)) else ""


def with_skill(words: str, label: str) -> str:
    return _("%(words)s (recognised as “%(skill)s”)") % {"words": words, "skill": label} if label else words
