"""The form of one page, built from the definition, and the declaration that sends the whole."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django import forms
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.instrument.cells import Cell, Cells, Key
from surveys.instrument.checks import failures
from surveys.instrument.definition import Definition
from surveys.instrument.questions import Question, Slot
from surveys.instrument.routing import Step, lacks_words
from surveys.instrument.rows import lacks_cells

from .cells import Change, cell_of
from .display import format_cell, name_cell
from .errors import CellRefused, Conflict
from .explaining import ExplainingForm, is_explaining
from .fields import (
    LISTS,
    OPT_OUT,
    fields_of,
    initial_of,
    name_of,
    names_of,
    opt_out_name,
    row_in_name,
)
from .oddities import Oddity
from .ranking import order_of, problems_with
from .rows import Offer

# What a page sends beside its answers.
ENVELOPE = frozenset({"csrfmiddlewaretoken", "then", "back", "definition", "declared", "idempotency_key"})
# Sixty lines above a table of sixty cells lead nowhere.
MOST_IN_SUMMARY = 5
CHECKBOX_ERROR = gettext_lazy("Enter an answer or tick the box, not both.")


class PageForm(forms.Form):
    """One page's questions. Any may be left empty: what is missing is asked for at the end."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        step: Step,
        definition: Definition,
        cells: Cells,
        *,
        revision: int = 0,
        data=None,
        previous: Cells | None = None,
        explaining: ExplainingForm | None = None,
    ):
        self.step, self.definition, self.cells, self.previous = step, definition, cells, previous or {}
        self.explaining = explaining
        self.offers: dict[str, list[Offer]] = {}
        self.slots = {slot.key: slot for question in step.questions for slot in question.slots()}
        self.unsent: set[Key] = set()
        for question in step.questions if data is not None else ():
            if question.rows_if:
                self._keep_to_rows_sent(question, data)
        initial = {"revision": str(revision), "request_id": uuid.uuid4()}
        for key, slot in self.slots.items():
            initial |= initial_of(slot, cells.get(key))
        super().__init__(data, initial=initial, use_required_attribute=False)
        for slot in self.slots.values():
            self.fields.update(fields_of(slot, definition))

    def _keep_to_rows_sent(self, question: Question, data: Mapping) -> None:
        """Read the rows that the sender saw, whoever opened or closed others of them meanwhile."""
        whole = self.definition.questions[question.variable]
        sent = {row for row in map(row_in_name, data) if row and row[0] == question.variable}
        for slot in whole.slots():
            if not slot.key.row:
                continue
            if (question.variable, slot.key.row) in sent:
                self.slots.setdefault(slot.key, slot)
            elif slot.key in self.slots and any(column.kind != "multiple" for column in whole.columns):
                self.unsent.add(slot.key)  # boxes alone send nothing where none is ticked

    def clean(self) -> dict:
        if self.has_strangers or not self.envelope_is_whole:
            message = _("This page has changed since you opened it. Look at your answers and save again.")
            self._renew_envelope()
            self.add_error(None, message)
        changes = {}
        for slot in self.slots.values():
            if slot.key not in self.unsent and (change := self._read(slot)):
                changes[slot.key] = change
        cells = self._type(changes)
        self.savable = [changes[key] for key in cells]
        self.unsavable = {name: found[0] for name, found in self.errors.items() if name in self.answer_fields}
        # Of an order of preference, one wrong place keeps all others back.
        together = [names_of(slot) for slot in self.slots.values()]
        kept_back = {name for names in together if self.unsavable.keys() & set(names) for name in names}
        self.unsaved = kept_back | self.unsavable.keys()
        self._ask_words({**self.cells, **cells})
        self._ask_cells({**self.cells, **cells})
        if not self.errors:
            self._check({**self.cells, **cells})
        self.changes = list(changes.values())
        return self.cleaned_data

    @property
    def answer_fields(self) -> list[str]:
        """The names of the fields that hold answers, in the page's order."""
        return [name for name in self.fields if name not in ("revision", "request_id")]

    @property
    def envelope_is_whole(self) -> bool:
        """Whether a bound form says what it was based on, and which request it is."""
        return self.cleaned_data.keys() >= {"revision", "request_id"}

    def _renew_envelope(self) -> None:
        """Give a page that came without a sound envelope another one, with which it can be saved again.

        What it was based on is not known, so that whatever is stored by now is shown before it is replaced.
        """
        for name in ("revision", "request_id"):
            if self.errors.pop(name, None):
                self.data = self.data.copy()
                self.data[name] = "0" if name == "revision" else str(uuid.uuid4())

    def errs_only_in(self, row: str) -> bool:
        """Say whether all that is wrong stands in one row of a list, which its remover need not correct."""
        return all(f"--{row}--" in name for name in self.errors)

    @property
    def is_wrong(self) -> bool:
        """Whether something is to be put right: an answer, or what was said of one."""
        return bool(self.errors or self.explaining and self.explaining.errors)

    @property
    def has_strangers(self) -> bool:
        """Say whether the page sent fields that it does not have: an old page, or not our page."""
        sent = {name for name in self.data if not is_explaining(name)}
        return bool(sent - set(self.fields) - ENVELOPE)

    def _read(self, slot: Slot) -> Change | None:
        """Return what was sent for a cell; None when that is in error already."""
        key = slot.key
        if any(name in self.errors for name in names_of(slot)):
            return None
        value = self._order(slot) if slot.kind == "ranking" else self.cleaned_data.get(name_of(key))
        base = self.cleaned_data.get("revision")
        if not self._opts_out(slot, value):
            if any(name in self.errors for name in names_of(slot)):
                return None
            return Change(key.variable, value, row=key.row, col=key.col, base=base)
        if self._answers_too(slot, value):
            self.add_error(self.field_of(key), CHECKBOX_ERROR)
            return None
        return Change(key.variable, status=slot.opt_out.status, base=base)

    def _order(self, slot: Slot) -> tuple[str, ...] | None:
        names = names_of(slot)
        picks = [self.cleaned_data.get(name, "") for name in names]
        for place, problem in problems_with(slot, picks):
            self.add_error(names[place], problem)
        return order_of(picks)

    def _opts_out(self, slot: Slot, value: object) -> bool:
        if slot.opt_out is None:
            return False
        if slot.kind in LISTS:
            return value == OPT_OUT or isinstance(value, list) and OPT_OUT in value
        return bool(self.cleaned_data.get(opt_out_name(slot.key.variable)))

    def _answers_too(self, slot: Slot, value: object) -> bool:
        """Say whether an answer was given beside the way out of answering."""
        if slot.kind in LISTS:
            return isinstance(value, list) and len(value) > 1
        here = [other for other in self.slots.values() if other.key.variable == slot.key.variable]
        names = [name for other in here for name in names_of(other)]
        return any(self.cleaned_data.get(name) not in (None, "", []) for name in names)

    def _type(self, changes: dict[Key, Change]) -> dict[Key, Cell]:
        cells = {}
        for key, change in changes.items():
            try:
                cells[key] = cell_of(change, self.definition)
            except CellRefused as error:
                self.add_error(self.field_of(key), str(error))
        return cells

    def _ask_words(self, cells: Cells) -> None:
        """Ask for the words of each choice that was made and needs them."""
        for question in self.step.questions:
            for choice in lacks_words(question, cells):
                name = name_of(Key(question.variable, "", choice.code))
                if name not in self.errors:
                    self.add_error(
                        name,
                        _("Say which, or choose another answer than “%(choice)s”.")
                        % {"choice": choice.label},
                    )

    def _ask_cells(self, cells: Cells) -> None:
        """Ask for what a list's rows still need."""
        for question in self.step.questions:
            for key in lacks_cells(question, cells):
                if name_of(key) not in self.errors:
                    self.add_error(name_of(key), _("Fill this in too, or remove the row."))

    def _check(self, cells: Cells) -> None:
        """Show the hard checks that fail between this page's own answers."""
        asked = {question.variable for question in self.step.questions}
        for failure in failures(self.definition, cells, self.previous):
            if failure.check.is_hard and asked.issuperset(failure.variables):
                self.add_error(self.field_of(failure.key), failure.message)

    def add_clashes(self, conflict: Conflict) -> None:
        """Show the other person's answer beside what was typed; saving again keeps the latter."""
        message = _("%(name)s answered “%(theirs)s” at %(time)s. Save again to keep what you see here.")
        for clash in conflict.clashes:
            words = {
                "name": clash.by or _("Another person"),
                "theirs": format_cell(self.slots[clash.key], clash.theirs) or "–",
                "time": time_format(localtime(clash.at), "H:i"),
            }
            self.add_error(self.field_of(clash.key), message % words)
        self.data = self.data.copy()
        self.data["revision"] = str(conflict.revision)

    def field_of(self, key: Key) -> str | None:
        """Return the name of the field where a cell's problem is shown; None for the whole page."""
        own = names_of(self.slots[key]) if key in self.slots else [name_of(key)]
        names = (*own, opt_out_name(key.variable))
        return next((name for name in names if name in self.fields), None)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        """Yield each problem for the summary: the element's id, what it asks, what is wrong.

        Of a table with many, the first ones and how many more there are.
        """
        found = [(name, message) for name, messages in self.errors.items() for message in messages]
        seen, all_of = Counter(), Counter(name.split("--")[0] for name, _message in found)
        for name, message in found:
            variable = name.split("--")[0]
            seen[variable] += 1
            known = name in self.fields and not self.fields[name].widget.is_hidden
            if not known:
                yield "", "", message
            elif seen[variable] <= MOST_IN_SUMMARY or all_of[variable] == MOST_IN_SUMMARY + 1:
                yield self.target_of(name), self._subject(name), message
            elif seen[variable] == all_of[variable]:
                more = all_of[variable] - MOST_IN_SUMMARY
                words = ngettext("%(number)s more to correct", "%(number)s more to correct", more)
                label = next(str(asked.label) for asked in self.step.questions if asked.variable == variable)
                yield f"question-{variable}", label, words % {"number": more}

    def target_of(self, name: str) -> str:
        """Return the id of the element that takes the focus: of a list, its first choice."""
        bound = self[name]
        return f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id

    def _subject(self, name: str) -> str:
        keys = (k for k, slot in self.slots.items() if name in (*names_of(slot), opt_out_name(k.variable)))
        key = next(keys)
        return self.named(key)

    def named(self, key: Key) -> str:
        """Return what a cell asks as this page words it; as it is written where it is not on it now."""
        here = {slot.key for question in self.step.questions for slot in question.slots()}
        asked = self.step.questions if key in here else self.definition.questions.values()
        return name_cell(next(question for question in asked if question.variable == key.variable), key)


class DeclarationForm(ExplainingForm):
    """Declare the answers true, and explain what looks odd, before sending."""

    must = True
    declared = forms.BooleanField(
        label=gettext_lazy(
            "I declare that the answers are true to the best of my knowledge, and agree that they are "
            "used in totals with those of other companies."
        ),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Tick the declaration to send your answers.")},
    )
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, oddities: Iterable[Oddity], data=None):
        super().__init__(oddities, data, initial={"idempotency_key": uuid.uuid4()})
