"""Pages and questions that no answers lead to, and beginnings that lead nowhere.

Sound: what is called unreachable is so for every answer. The cells that conditions compare with
fixed values are tried with a value for each thing they may mean; of any other comparison it is
known only whether bounds rule it out, else it may go either way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod

from django.utils.translation import gettext as _

from surveys.instrument.cells import Cell, Key
from surveys.instrument.conditions import Comparison, Condition, Group
from surveys.instrument.definition import Definition, Page
from surveys.instrument.questions import Question
from surveys.instrument.routing import find_path

from .spans import ZERO, can_hold, span_of
from .worlds import Leaf, Values, leaves_in, simple_key, values_to_try

# A target with more combinations than this is taken for reachable.
MOST_WORLDS = 20_000
Verdict = bool | None  # None: it may go either way


def unreachable(definition: Definition) -> Iterator[str]:
    map_ = Reach(definition)
    for section in definition.sections:
        if not section.pages:
            yield _("The section “%(place)s” has no page. Add one to it, or remove it.") % {
                "place": section.code
            }
        asking = [page for page in section.pages if page.questions or page.recap]
        closed = [page for page in asking if not map_.opens(page)]
        if asking and len(closed) == len(asking):
            yield _(
                "No answers lead to the section “%(place)s”. Change its pages' conditions, or remove it."
            ) % {"place": section.code}
            continue
        for page in section.pages:
            words = {"place": f"{section.code}/{page.code}"}
            if page not in asking:
                yield _("The page “%(place)s” asks nothing. Give it a question, or remove it.") % words
            elif page in closed:
                text = _("No answers lead to the page “%(place)s”. Change its condition, or remove it.")
                yield text % words
            else:
                yield from _closed_questions(map_, page)
    if definition.questions and not find_path(definition, {}).steps:
        yield _("Nobody can begin: every page waits for an answer. Leave the first page without a condition.")


def _closed_questions(map_: "Reach", page: Page) -> Iterator[str]:
    for question in page.questions:
        if not map_.shows(page, question):
            yield _("No answers lead to the question “%(place)s”. Change its condition, or remove it.") % {
                "place": question.variable
            }


@dataclass
class Reach:
    """What can be opened in a questionnaire, worked out target by target."""

    definition: Definition
    verdicts: dict = field(default_factory=dict)

    def opens(self, page: Page) -> bool:
        if any(self.shows(page, question) for question in page.questions):
            return True
        return bool(page.recap) and self._can_hold((page.show_if,), self.places[id(page)])

    def shows(self, page: Page, question: Question) -> bool:
        conditions = (page.show_if, question.show_if)
        place = self.places[id(question)]
        if conditions == (None, None):
            return True
        key = (id(page), question.show_if)
        if key not in self.verdicts:
            self.verdicts[key] = self._can_hold(conditions, place)
        return self.verdicts[key]

    @cached_property
    def places(self) -> dict[int, int]:
        """The order in which pages begin and questions are asked."""
        items = [item for _section, page in self.definition.pages() for item in (page, *page.questions)]
        return {id(item): place for place, item in enumerate(items)}

    @cached_property
    def gates(self) -> dict[str, tuple[int, tuple[Condition | None, Condition | None]]]:
        """Where each variable is asked, and under which conditions."""
        return {
            question.variable: (self.places[id(question)], (page.show_if, question.show_if))
            for _section, page in self.definition.pages()
            for question in page.questions
        }

    def _can_hold(self, conditions: tuple[Condition | None, ...], place: int) -> bool:
        leaves = leaves_in(self._behind(conditions, place))
        choices: dict[Key, Values] = {}
        for key in dict.fromkeys(simple_key(leaf, self.definition) for leaf in leaves):
            if key and (values := values_to_try(key, leaves, self.definition)) is not None:
                choices[key] = values
        if prod(len(values) for values in choices.values()) > MOST_WORLDS:
            return True
        for combination in product(*choices.values()):
            world = World(self, dict(zip(choices, combination, strict=True)))
            if all(world.verdict(condition, place) is not False for condition in conditions):
                return True
        return False

    def _behind(self, conditions: tuple[Condition | None, ...], place: int) -> list[Condition | None]:
        """Return the conditions, and those of every question that they read, and so on."""
        found, waiting, seen = list(conditions), list(conditions), set()
        while waiting:
            condition = waiting.pop()
            for read in condition.reads() if condition else ():
                asked_at, gates = self.gates.get(read.key.variable, (place, ()))
                if asked_at < place and read.key.variable not in seen:
                    seen.add(read.key.variable)
                    found += gates
                    waiting += gates
        return found

    @cached_property
    def ruled_out(self) -> dict[Leaf, bool]:
        return {}

    def is_ruled_out(self, leaf: Leaf) -> bool:
        """Say whether the bounds of its figures forbid a comparison ever to hold."""
        if isinstance(leaf, Comparison):
            return False
        if leaf not in self.ruled_out:
            left, right = span_of(leaf.left, self.definition), span_of(leaf.right, self.definition)
            self.ruled_out[leaf] = not can_hold(left, leaf.operator, right, ZERO)
        return self.ruled_out[leaf]


@dataclass
class World:
    """One combination of answers, and what it shows for certain."""

    reach: Reach
    answers: Mapping[Key, Cell | None]
    shown: dict[str, Verdict] = field(default_factory=dict)

    def verdict(self, condition: Condition | None, place: int) -> Verdict:
        if condition is None:
            return True
        if isinstance(condition, Group):
            return COMBINE[condition.operator]([self.verdict(member, place) for member in condition.members])
        return self._verdict_of(condition, place)

    def _verdict_of(self, leaf: Leaf, place: int) -> Verdict:
        if self.reach.is_ruled_out(leaf):
            return False
        reads = list(leaf.reads())
        states = [False if read.before else self._is_shown(read.key.variable, place) for read in reads]
        if not any(read.before for read in reads) and not any(state is not False for state in states):
            return leaf.holds({})
        key = simple_key(leaf, self.reach.definition)
        if key in self.answers and all(state is True for state in states):
            cell = self.answers[key]
            return leaf.holds({} if cell is None else {key: cell})
        return None

    def _is_shown(self, variable: str, place: int) -> Verdict:
        """Say whether a variable is on the path; what is asked later is not there yet."""
        asked_at, gates = self.reach.gates.get(variable, (place, ()))
        if asked_at >= place:
            return False
        if variable not in self.shown:
            self.shown[variable] = _all([self.verdict(gate, asked_at) for gate in gates])
        return self.shown[variable]


def _all(verdicts: list[Verdict]) -> Verdict:
    return False if False in verdicts else None if None in verdicts else True


def _any(verdicts: list[Verdict]) -> Verdict:
    return True if True in verdicts else None if None in verdicts else False


COMBINE = {
    "all": _all,
    "any": _any,
    "not": lambda verdicts: None if verdicts[0] is None else not verdicts[0],
}
