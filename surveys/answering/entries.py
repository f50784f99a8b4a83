"""A page's questions as its template draws them, with the ids that tie labels, help and errors."""

from collections.abc import Iterator
from copy import copy, deepcopy
from dataclasses import dataclass
from functools import cached_property

from django.forms import BoundField
from django.forms.boundfield import BoundWidget

from skills.vocabulary import Vocabulary
from surveys.instrument.cells import Key
from surveys.instrument.definition import Definition, Page, Section
from surveys.instrument.questions import Choice, Column, Question, Row
from surveys.instrument.routing import Step

from .display import format_cell
from .fields import list_of, name_of, names_of, opt_out_name
from .forms import PageForm
from .margins import Margin, live_rules, margin_words, margins_of, row_totals
from .oddities import Oddity
from .previous import NO_EDITION, LastEdition
from .recognising import recognised_as, vocabulary_for
from .rows import Offer
from .units import unit_of


@dataclass(frozen=True)
class Entry:
    """One question of a page with its bound fields."""

    question: Question
    form: PageForm
    before: LastEdition = NO_EDITION

    @property
    def template(self) -> str:
        return f"surveys/answers/_{self.question.kind}.html"

    @property
    def offers(self) -> list[Offer]:
        """The last edition's rows that nobody has taken over or left behind yet."""
        return self.form.offers.get(self.question.variable, [])

    @property
    def has_figures(self) -> bool:
        """Whether a grid's columns add up to something."""
        return any(column.kind in ("number", "money") for column in self.question.columns)

    @property
    def margins(self) -> list[Margin]:
        return margins_of(self.form.definition, self.question, self.form.cells)

    @property
    def live_rules(self) -> str:
        shown = {question.variable for question in self.form.step.questions}
        return live_rules(self.form.definition, self.question, self.form.cells, shown)

    @property
    def margin_words(self) -> dict[str, str]:
        return margin_words()

    @property
    def total_of(self) -> str:
        """The columns that a row's total adds up, as the script reads them."""
        return " ".join(self.question.row_total.cols) if self.question.row_total else ""

    @property
    def unit(self) -> str:
        return unit_of(self.question)

    @property
    def id(self) -> str:
        return f"question-{self.question.variable}"

    @property
    def field(self) -> BoundField | None:
        return self.bind(name_of(Key(self.question.variable)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return vocabulary_for([self.question])

    @property
    def words_id(self) -> str:
        return list_of(self.question.variable)

    @property
    def recognised(self) -> list[str]:
        """What words were taken for that name a skill otherwise than its label does."""
        found = (
            recognised_as(self.vocabulary, slot, self.form.cells.get(key))
            for key, slot in self.form.slots.items()
            if key.variable == self.question.variable
        )
        return list(dict.fromkeys(filter(None, found)))

    def places(self) -> list[BoundField]:
        """Return the lists of an order of preference, the first place first."""
        slot = self.form.slots[Key(self.question.variable)]
        return [self.bind(name) for name in names_of(slot)]

    def options(self) -> Iterator[tuple[BoundWidget, Choice | None, BoundField | None]]:
        """Yield each choice's box, with the field for its words where it asks for some."""
        saying = {choice.code: choice for choice in self.question.saying}
        for option in self.field:
            choice = saying.get(option.data["value"])
            yield option, choice, choice and self.bind(name_of(Key(self.question.variable, "", choice.code)))

    @property
    def way_out(self) -> BoundField | None:
        """The box beside the field; the kinds that are lists hold it as a choice instead."""
        return self.bind(opt_out_name(self.question.variable))

    @property
    def has_errors(self) -> bool:
        return any(
            self.form.errors.get(name)
            for name in self.form.fields
            if name.split("--")[0] == self.question.variable
        )

    def oddities(self) -> list[tuple[Oddity, BoundField, BoundField]]:
        """Return the odd figures to show beside the question, with the fields to say why."""
        explaining = self.form.explaining
        if explaining is None:
            return []
        here = self.question.variable
        return [row for row in explaining.asked() if row[0].place_among(self.form.step.questions) == here]

    @property
    def last(self) -> str:
        """What was sent of this question in the last edition, in words; of a grid, its way out."""
        return self.last_of(Key(self.question.variable))

    def last_of(self, key: Key) -> str:
        slot = self.form.slots.get(key)
        is_headed = bool(key.row)  # Its column says the unit.
        return format_cell(slot, self.before.cells.get(key), bare=is_headed) if slot else ""

    def rows(self) -> Iterator[tuple[Row, list[tuple[Column, BoundField, str]], str]]:
        """Yield each row with its cells (column, field, what was sent of it last time) and its total."""
        totals = dict(row_totals(self.question, self.form.cells))
        for row in self.question.rows:
            cells = []
            for column in self.question.columns:
                key = Key(self.question.variable, row.code, column.code)
                cells.append((column, self.bind(name_of(key), self.last_of(key)), self.last_of(key)))
            yield row, cells, totals.get(row.code, "")

    @property
    def described_by(self) -> str:
        """The ids of a fieldset's help and error; single fields carry theirs on the element."""
        ids = [f"{self.id}-help"] if self.question.help else []
        if self.last:
            ids.append(f"{self.id}-last")
        if self.field is not None and self.field.errors:
            ids.append(f"{self.field.auto_id}_error")
        return " ".join(ids)

    def bind(self, name: str, last: str = "") -> BoundField | None:
        """Return a bound field that names its help, its last figure and its error to assistive technology."""
        if name not in self.form.fields:
            return None
        bound = self.form[name]
        if bound.use_fieldset:
            return bound
        ids = []
        if self.question.help and name == self.question.variable:
            ids.append(f"{self.id}-help")
        if name == self.question.variable and self.last:
            ids.append(f"{self.id}-last")
        if last:
            ids.append(f"{bound.auto_id}_last")
        if bound.errors:
            ids.append(f"{bound.auto_id}_error")
        if ids:
            bound.field = copy(bound.field)
            bound.field.widget = deepcopy(bound.field.widget)
            bound.field.widget.attrs["aria-describedby"] = " ".join(ids)
        return bound


def entries_of(form: PageForm, before: LastEdition = NO_EDITION) -> list[Entry]:
    return [Entry(question, form, before) for question in form.step.questions]


def entries_of_all(definition: Definition) -> list[tuple[Section, list[tuple[Page, list[Entry]]]]]:
    """Return every question of a questionnaire, whatever its conditions, to be read only."""
    sections = []
    for section in definition.sections:
        pages = []
        for page in section.pages:
            form = PageForm(Step(section, page, page.questions), definition, {})
            for name, field in form.fields.items():
                form.fields[name] = copy(field)
                form.fields[name].disabled = True
            pages.append((page, entries_of(form)))
        sections.append((section, pages))
    return sections
