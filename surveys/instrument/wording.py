"""How a question's words and shape compare with the last version's."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.enums import WordingChange

from .definition import Definition
from .hashing import hash_json
from .questions import Choice, Column, Question, Row
from .texts import Text


def hash_wording(question: Question) -> str:
    """Hash all that a person reads before answering, except why we ask.

    A unit's word for one is only read beside an answer.
    """
    counted = [_words(text) for text in (question.includes, question.excludes) if text]
    items = (*question.choices, *question.rows, *question.columns)
    return hash_json(
        {
            "shape": _shape(question),
            "texts": [_words(text) for text in (question.label, question.help, question.unit)],
            "items": [[item.code, _words(item.label), *_said(item)] for item in items],
            "columns": [
                [_words(column.help), [_words(choice.label) for choice in column.choices]]
                for column in question.columns
            ],
            "opt_out": _words(question.opt_out.label) if question.opt_out else {},
        }
        # Only where there are such texts, so that the hashes of earlier versions stay what they were.
        | ({"counted": counted} if counted else {})
    )


def compare(question: Question, last: Question | None) -> WordingChange:
    """Say same, wording or break; a variable asked for the first time breaks nothing."""
    if last is None or hash_wording(question) == hash_wording(last):
        return WordingChange.SAME
    return WordingChange.WORDING if _shape(question) == _shape(last) else WordingChange.BREAK


@dataclass(frozen=True)
class Changes:
    """The questions that a version adds, drops, words anew, or asks so that the series breaks."""

    added: tuple[Question, ...]
    dropped: tuple[Question, ...]
    worded: tuple[Question, ...]
    broken: tuple[Question, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.worded or self.broken)


def changes_between(last: Definition, new: Definition) -> Changes:
    known = [question for code, question in new.questions.items() if code in last.questions]
    compared = {q.variable: compare(q, last.questions[q.variable]) for q in known}
    return Changes(
        added=tuple(q for code, q in new.questions.items() if code not in last.questions),
        dropped=tuple(q for code, q in last.questions.items() if code not in new.questions),
        worded=tuple(q for q in known if compared[q.variable] == WordingChange.WORDING),
        broken=tuple(q for q in known if compared[q.variable] == WordingChange.BREAK),
    )


TEXTS = frozenset(
    {"title", "intro", "label", "help", "why", "includes", "excludes", "unit", "unit_one", "message"}
)


def differ_in_words_only(last: Mapping, new: Mapping) -> bool:
    """Tell whether two definitions ask the same, in the same order, by the same rules, in other words.

    Sharper than comparing variables: a condition, a bound or a page's place counts too.
    """
    return _without_texts(last) == _without_texts(new)


def _without_texts(value: object) -> object:
    if isinstance(value, Mapping):
        return {
            # That a choice asks for words is structure; what it asks in is words.
            name: bool(part) if name == "say" else _without_texts(part)
            for name, part in value.items()
            if not (name in TEXTS and isinstance(part, Mapping)) and not _says_nothing(part)
        }
    return [_without_texts(part) for part in value] if isinstance(value, list) else value


def _says_nothing(part: object) -> bool:
    """Tell whether leaving a key out says the same as this value; a zero says something."""
    return part is None or part is False or part in ({}, [], "")


def _shape(question: Question) -> list:
    """What makes figures comparable: the kind and the codes an answer is chosen from."""
    return [
        question.kind,
        sorted(choice.code for choice in question.choices),
        sorted(row.code for row in question.rows),
        sorted(
            [column.code, column.kind, sorted(choice.code for choice in column.choices)]
            for column in question.columns
        ),
        question.opt_out.status if question.opt_out else "",
        # Only where it says something, so that the shapes of earlier versions stay what they were.
        *([question.ranks] if question.ranks is not None else []),
    ]


def _said(item: Choice | Row | Column) -> list[dict[str, str]]:
    return [_words(item.say)] if isinstance(item, Choice) and item.say else []


def _words(text: Text) -> dict[str, str]:
    return dict(text.versions)
