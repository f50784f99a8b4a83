"""A response's answers in memory while it is locked: read once, changed, written back once."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.utils import timezone

from surveys.enums import AnswerOrigin, SectionProgress
from surveys.instrument.cells import BLANK, Cell, Cells, Key
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.instrument.routing import Path, find_path, progress_of_all
from surveys.instrument.rows import Rows
from surveys.models import Response

from .cells import fill, stored_cell
from .previous import cells_before
from .rows import rows_of
from .storing import KEPT, AnswerRow, Log, store

NOTHING_LOGGED = Log()
READ = f"""
SELECT variable.code, answer.row_key, answer.col_key, {", ".join(f"answer.{name}" for name in KEPT)}
FROM surveys_answer answer JOIN surveys_variable variable ON variable.id = answer.variable_id
WHERE answer.response_id = %s ORDER BY answer.id
"""  # noqa: S608 - the names are this module's own


@dataclass
class Draft:
    """The rows of one response and what a save has changed in them so far."""

    response: Response
    definition: Definition
    rows: dict[Key, AnswerRow]
    progress: dict[str, SectionProgress] = field(default_factory=dict)
    touched: dict[Key, AnswerRow] = field(default_factory=dict)
    listed: Rows | None = None
    """The rows of lists, once somebody has read them."""

    @classmethod
    def of(cls, response: Response) -> "Draft":
        definition = compiled(response.version)
        # Every answer that was ever stored moved the revision on.
        draft = cls(response, definition, read_rows(response) if response.revision else {})
        draft.progress = progress_of_all(definition, draft.path())
        return draft

    @cached_property
    def cells(self) -> Cells:
        return cells_of(self.rows)

    @cached_property
    def previous(self) -> Cells:
        """The last edition's answers, where a rule looks at them."""
        return cells_before(self.response, self.definition)

    def path(self) -> Path:
        return self._path

    @cached_property
    def _path(self) -> Path:
        before = self.previous if self.definition.routing_looks_back else {}
        return find_path(self.definition, self.cells, before, self.lists())

    def lists(self) -> Rows:
        """Return the rows of lists that are not removed."""
        if self.listed is None:
            self.listed = rows_of(self.response, self.definition)
        return self.listed

    def touch(self, key: Key) -> None:
        """Have a row written whose answer was changed: the cells and the path are worked out anew."""
        self.touched[key] = self.rows[key]
        self.__dict__.pop("cells", None)
        self.__dict__.pop("_path", None)

    def forget_lists(self) -> None:
        """Read the rows of lists anew, and work the path out with them."""
        self.listed = None
        self.__dict__.pop("_path", None)

    def put(self, cells: dict[Key, Cell], *, actor: str, origin: str = AnswerOrigin.RESPONDENT) -> None:
        """Change the rows of ``cells``; a cell that nobody filled stays without a row."""
        for key, cell in cells.items():
            row = self.rows.setdefault(key, AnswerRow())
            fill(row, cell, self.definition.slot_of(key))
            row.revision = self.response.revision + 1
            row.updated_by = actor
            row.origin = origin
            self.touch(key)

    def mark_path(self) -> None:
        """Set apart the answers that the path no longer leads to, and take back those it does."""
        counts = self.path().cells
        for key, row in self.rows.items():
            if row.on_path != (key in counts):
                row.on_path = key in counts
                self.touched[key] = row

    def write(self, log: Log = NOTHING_LOGGED) -> None:
        """Store every touched row, its event, the sections whose progress changed and the response."""
        now = progress_of_all(self.definition, self.path())
        sections = [(code, state) for code, state in now.items() if state != self.progress[code]]
        if self.touched or sections:
            store(self.response, self.touched, self.cells, sections, log, timezone.now())
        self.touched, self.progress = {}, now


def read_rows(response: Response) -> dict[Key, AnswerRow]:
    with connection.cursor() as cursor:
        cursor.execute(READ, [response.pk])
        return {Key(*found[:3]): AnswerRow(*found[3:]) for found in cursor}


def cells_of(rows: dict[Key, AnswerRow]) -> dict[Key, Cell]:
    return {key: stored_cell(row) for key, row in rows.items()}


def changed(cells: dict[Key, Cell], before: Cells) -> dict[Key, Cell]:
    """Keep the cells that differ from what is stored; no row and blank are the same."""
    return {key: cell for key, cell in cells.items() if cell != before.get(key, BLANK)}
