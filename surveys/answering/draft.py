"""A response's answers in memory while it is locked: read once, changed, written back once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from surveys.enums import AnswerOrigin, SectionProgress
from surveys.instrument.cells import BLANK, Cell, Cells, Key
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.instrument.routing import Path, find_path, progress_of_all
from surveys.models import Answer, AnswerEvent, Response, SectionState, Variable

from .cells import as_json, fill, stored_cell
from .previous import cells_before

UPSERTED = [
    *Answer.VALUE_FIELDS,
    "status",
    "origin",
    "on_path",
    "revision",
    "updated_by",
    "updated_at",
]


@dataclass
class Draft:
    """The rows of one response and what a save has changed in them so far."""

    response: Response
    definition: Definition
    rows: dict[Key, Answer]
    progress: dict[str, SectionProgress] = field(default_factory=dict)
    touched: dict[Key, Answer] = field(default_factory=dict)

    @classmethod
    def of(cls, response: Response) -> "Draft":
        definition = compiled(response.version)
        draft = cls(response, definition, read_rows(response))
        draft.progress = progress_of_all(definition, draft.path())
        return draft

    @property
    def cells(self) -> Cells:
        return cells_of(self.rows)

    @cached_property
    def previous(self) -> Cells:
        """The last edition's answers, where a rule looks at them."""
        return cells_before(self.response, self.definition)

    def path(self) -> Path:
        before = self.previous if self.definition.routing_looks_back else {}
        return find_path(self.definition, self.cells, before)

    def put(self, cells: dict[Key, Cell], *, actor: str, origin: str = AnswerOrigin.RESPONDENT) -> None:
        """Change the rows of ``cells``; a cell that nobody filled stays without a row."""
        variables = self._variables(cells)
        for key, cell in cells.items():
            row = self.rows.get(key)
            if row is None:
                row = Answer(
                    response=self.response,
                    variable=variables[key.variable],
                    row_key=key.row,
                    col_key=key.col,
                )
            fill(row, cell, self.definition.slots[key])
            row.revision = self.response.revision + 1
            row.updated_by = actor
            row.origin = origin
            self.rows[key] = self.touched[key] = row

    def mark_path(self) -> None:
        """Set apart the answers that the path no longer leads to, and take back those it does."""
        counts = self.path().cells
        for key, row in self.rows.items():
            if row.on_path != (key in counts):
                row.on_path = key in counts
                self.touched[key] = row

    def write(self) -> None:
        """Store every touched row in one statement, and the sections whose progress changed."""
        Answer.objects.bulk_create(
            self.touched.values(),
            update_conflicts=True,
            unique_fields=["response", "variable", "row_key", "col_key"],
            update_fields=UPSERTED,
        )
        now = progress_of_all(self.definition, self.path())
        SectionState.objects.bulk_create(
            [
                SectionState(response=self.response, section=section, progress=progress)
                for section, progress in now.items()
                if progress != self.progress[section]
            ],
            update_conflicts=True,
            unique_fields=["response", "section"],
            update_fields=["progress"],
        )

    def _variables(self, keys: Iterable[Key]) -> dict[str, Variable]:
        known = {row.variable.code: row.variable for row in self.rows.values()}
        unknown = {key.variable for key in keys} - known.keys()
        if unknown:
            known |= {row.code: row for row in Variable.objects.filter(code__in=unknown)}
        return known


def read_rows(response: Response) -> dict[Key, Answer]:
    rows = response.answers.select_related("variable").order_by("pk")
    return {Key(row.variable.code, row.row_key, row.col_key): row for row in rows}


def cells_of(rows: dict[Key, Answer]) -> dict[Key, Cell]:
    return {key: stored_cell(row) for key, row in rows.items()}


def record_events(
    draft: Draft, before: Cells, cells: dict[Key, Cell], *, request_id: UUID, actor: str
) -> None:
    """Append one event for each changed cell; must come before the response's revision moves."""
    AnswerEvent.objects.bulk_create(
        AnswerEvent(
            response=draft.response,
            request_id=request_id,
            seq=place,
            variable=draft.rows[key].variable,
            row_key=key.row,
            col_key=key.col,
            old=as_json(before.get(key)),
            new=as_json(cell),
            base_revision=draft.response.revision,
            actor=actor,
        )
        for place, (key, cell) in enumerate(cells.items(), start=1)
    )


def changed(cells: dict[Key, Cell], before: Cells) -> dict[Key, Cell]:
    """Keep the cells that differ from what is stored; no row and blank are the same."""
    return {key: cell for key, cell in cells.items() if cell != before.get(key, BLANK)}
