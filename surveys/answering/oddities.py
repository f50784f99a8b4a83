"""Figures that look odd: the soft checks that fail, with what was said of each so far.

What was said stands as long as the figures it was said of; once they change it is asked anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from surveys.enums import CheckState
from surveys.instrument.checks import Failure
from surveys.instrument.piping import names_in
from surveys.instrument.questions import Question
from surveys.models import CheckFlag

Mark = tuple[str, str]


@dataclass(frozen=True)
class Oddity:
    """A soft check that fails, in the whole response or in one row of a grid."""

    failure: Failure
    flag: CheckFlag | None = None

    @property
    def mark(self) -> Mark:
        return mark_of(self.failure)

    @property
    def name(self) -> str:
        return "--".join(self.mark)

    @property
    def row(self) -> str:
        """The grid's row it is about, where the message does not name it itself."""
        names = names_in(self.failure.check.message.written(None))
        return "" if "row" in names else str(self.failure.row_label)

    @property
    def is_known(self) -> bool:
        """Whether the company saw these very figures being doubted."""
        return self.flag is not None and self.flag.figures == self.failure.figures

    @property
    def is_settled(self) -> bool:
        return self.is_known and self.flag.state != CheckState.OPEN

    @property
    def is_confirmed(self) -> bool:
        return self.is_known and self.flag.state == CheckState.CONFIRMED

    @property
    def explanation(self) -> str:
        return self.flag.explanation if self.flag else ""

    def place_among(self, questions: Iterable[Question]) -> str | None:
        """Return the question of a page that it is shown beside: the left side's, if it is there."""
        asked = {question.variable for question in questions}
        wanted = (self.failure.key.variable, *self.failure.variables)
        return next((variable for variable in wanted if variable in asked), None)


def oddities_in(found: Iterable[Failure], flags: Iterable[CheckFlag]) -> tuple[Oddity, ...]:
    said = {(flag.rule, flag.row_key): flag for flag in flags}
    return tuple(Oddity(f, said.get(mark_of(f))) for f in found if not f.check.is_hard)


def mark_of(failure: Failure) -> Mark:
    return failure.check.code, failure.row
