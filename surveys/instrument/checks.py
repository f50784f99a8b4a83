"""Checks between answers, as data: ``{"left": …, "at_most": …}``, once or for each row of a grid.

Both sides are expressions (see ``expressions``), compared by ``at_most``, ``at_least``, ``equals``,
``less_than`` or ``more_than``; ``"tolerance": 0.5`` lets them miss by as much. In a rule with
``"each_row": <variable>``, ``{"col": …}`` is the row's own cell, and ``{"variable": …, "col": …}`` the
same row's in another grid.

``{"deviation": {"variable": "people", "ratio": 3, "difference": 5}}`` fails where a figure is
both more than ``ratio`` times larger or smaller than in the last edition and more than
``difference`` away from it; one of the two may be left out.

A side without a figure makes the check hold: silence is no contradiction.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

from .cells import Cells, Key
from .definition import Check, Definition
from .expressions import Scene
from .piping import fill
from .rows import with_rows
from .rules import Finding, Rule, anchor_of
from .sheet import NOTHING, as_sheet
from .texts import Text


@dataclass(frozen=True)
class Failure:
    """A check that does not hold, with the row it fails in (empty for the whole response)."""

    check: Check
    row: str
    left: Decimal
    limit: Decimal
    previous: Decimal | None = None
    row_label: Text = Text()

    @property
    def difference(self) -> Decimal:
        return abs(self.left - self.limit)

    @property
    def message(self) -> str:
        """The check's words in the reader's language, with the figures that they quote."""
        return fill(self.check.message.written(get_language()), self.words.get)

    @property
    def words(self) -> dict[str, str]:
        figures = {
            "left": self.left,
            "limit": self.limit,
            "difference": self.difference,
            "previous": self.previous,
        }
        words = {name: figure_in_words(figure) for name, figure in figures.items() if figure is not None}
        return words | {"row": str(self.row_label)}

    @property
    def figures(self) -> str:
        """The figures in one line, to tell whether an explanation was given for these."""
        return f"{figure_in_words(self.left, plain=True)} {figure_in_words(self.limit, plain=True)}"

    @property
    def key(self) -> Key:
        """The cell on the left side, where the failure is shown; of a sum, its question."""
        return anchor_of(self.check.test, self.row)

    @property
    def variables(self) -> tuple[str, ...]:
        return self.check.variables


def failures(
    definition: Definition,
    cells: Cells,
    previous: Cells = NOTHING,
    *,
    among: Iterable[Check] | None = None,
) -> tuple[Failure, ...]:
    """Return every check that the cells on the path contradict, of all or of some."""
    scene = Scene(as_sheet(cells), as_sheet(previous))
    return tuple(
        failure
        for check in (definition.checks if among is None else among)
        if check.test
        for failure in _failures_of(check, check.test, definition, scene)
    )


def _failures_of(check: Check, rule: Rule, definition: Definition, scene: Scene) -> Iterator[Failure]:
    for row in rows_of(rule, definition, scene):
        finding: Finding | None = rule.test(scene._replace(row=row))
        if finding:
            label = _label_of(definition, rule.grid, row, scene) if row else Text()
            yield Failure(check, row, finding.left, finding.limit, finding.previous, label)


def rows_of(rule: Rule, definition: Definition, scene: Scene) -> list[str]:
    """Return the rows a rule goes through: the questionnaire's, then those a company added."""
    if not rule.grid:
        return [""]
    question = definition.questions.get(rule.grid)
    rows = [row.code for row in question.rows] if question else []
    return list(dict.fromkeys([*rows, *(key.row for key, _cell in scene.cells.of(rule.grid) if key.row)]))


def _label_of(definition: Definition, grid: str, row: str, scene: Scene) -> Text:
    """Return what a row is called; of a list, what the company calls it, or its place."""
    question = definition.questions[grid]
    if question.is_list:
        question = with_rows(question, scene.cells, None)
    return next((item.label for item in question.rows if item.code == row), Text())


HUNDREDTH = Decimal("0.01")


def figure_in_words(figure: Decimal, *, plain: bool = False) -> str:
    """Write a figure with two decimals at most, and none where it is whole."""
    whole = figure == figure.to_integral_value()
    short = figure.to_integral_value() if whole else figure.quantize(HUNDREDTH, ROUND_HALF_UP).normalize()
    return f"{short:f}" if plain else number_format(f"{short:f}")


# What a check's message may quote.
QUOTABLE = ("left", "limit", "difference", "previous", "row")
