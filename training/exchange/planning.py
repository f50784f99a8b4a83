"""What an import of offers would do, row by row, worked out without changing anything."""

from collections.abc import Sequence
from copy import copy

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.exchange.cells import fold
from members.exchange.planning import Note, unnoted
from skills.models import Skill
from tera.constraints import Values, checked_values, violations
from tera.spreadsheets.table import Row, Table
from tera.spreadsheets.writing import LONGEST_CELL
from training.enums import ValueOrigin
from training.models import Edition, Offer, Provider
from training.provenance import apply_incoming
from training.upkeep.values import plain

from .columns import BY_KEY, EDITION, OFFER, Column, keys_of
from .matching import Known
from .plans import Change, OfferPlan, Plan, RowPlan, RunPlan
from .records import shown, skill_codes
from .rows import Sheet


class Planner:
    """Plans a whole file. With ``provider`` only its own offers, and its hand edits lock nothing."""

    def __init__(self, table: Table, *, provider: Provider | None = None, lock: bool = False) -> None:
        self.sheet = Sheet(table, keys_of(table.titles))
        self.origin = ValueOrigin.PROVIDER if provider else ValueOrigin.IMPORT
        self.known = Known(provider, lock=lock)
        self.skills = set(Skill.objects.values_list("code", flat=True))
        self.plans: dict[object, OfferPlan] = {}
        self.copies: dict[object, Offer | Edition] = {}
        self.editions_seen: dict[int, int] = {}
        # What the database is asked about once the whole file is read, offers before editions.
        self.unsure: dict[type[Offer | Edition], list[tuple[RowPlan, Values]]] = {Offer: [], Edition: []}

    def plan(self, note: Note = unnoted) -> Plan:
        rows = []
        for row in self.sheet.rows:
            rows.append(self.plan_row(row))
            note(len(rows), len(self.sheet.rows))
        self.refuse_contradictions()
        return Plan(rows, list(self.plans.values()))

    def plan_row(self, row: Row) -> RowPlan:
        texts = self.sheet.texts(row)
        plan = RowPlan(row.number, name=texts.get("name_es") or texts.get("offer", ""))
        for column, reason in self.sheet.bad_cells(row):
            plan.refuse(column, reason)
        if plan.errors:
            return plan
        try:
            offer_plan = self.match(texts, row.number)
        except ValidationError as error:
            plan.refuse(None, error)
            return plan
        plan.is_new = offer_plan.offer is None
        if offer_plan.offer:
            plan.name = str(offer_plan.offer)
        self.plan_offer(texts, plan, offer_plan)
        self.plan_skills(texts, plan, offer_plan)
        self.plan_edition(texts, plan, offer_plan)
        return plan

    def match(self, texts: dict[str, str], number: int) -> OfferPlan:
        """Return the plan of the row's offer, which an earlier row may have begun."""
        offer, provider = self.known.match(texts)
        name = fold(texts.get("name_es", ""))
        key = offer.pk if offer else (provider.pk, name)
        return self.plans.setdefault(key, OfferPlan(offer, provider, number))

    def plan_offer(self, texts: dict[str, str], plan: RowPlan, offer_plan: OfferPlan) -> None:
        columns = self.sheet.columns_in(texts, OFFER)
        key = ("offer", id(offer_plan))
        target = self.copies.setdefault(
            key, copy(offer_plan.offer) if offer_plan.offer else Offer(provider=offer_plan.provider)
        )
        first = offer_plan.first_row == plan.number
        before_all = {column.field: getattr(target, column.field) for column in columns}
        values = self.changed(columns, texts, target, plan)
        if not first:
            for name, value in list(values.items()):
                if name in offer_plan.values and offer_plan.values[name] != value:
                    text = _("Row %(row)s says something else of the same offer.")
                    plan.refuse(BY_KEY[name], text % {"row": offer_plan.first_row})
        self.take(values, target, plan, before_all, offer_plan.values)

    def plan_edition(self, texts: dict[str, str], plan: RowPlan, offer_plan: OfferPlan) -> None:
        columns = self.sheet.columns_in(texts, EDITION)
        edition = None
        if number := texts.get("edition"):
            try:
                edition = self.edition_of(BY_KEY["edition"].parse(number), offer_plan, plan)
            except ValidationError as error:
                plan.refuse(BY_KEY["edition"], error)
                return
        if edition is None and (not columns or self.is_known(columns, texts, offer_plan)):
            return
        target = copy(edition) if edition else Edition(offer=offer_plan.offer or Offer())
        run = RunPlan(edition)
        before = {column.field: getattr(target, column.field) for column in columns}
        values = self.changed(columns, texts, target, plan, is_new=edition is None)
        self.take(values, target, plan, before, run.values)
        if run.values:
            offer_plan.runs.append(run)

    def is_known(self, columns: Sequence[Column], texts: dict[str, str], offer_plan: OfferPlan) -> bool:
        """Whether the offer has an edition that says all this: the same file may come in twice."""
        editions = offer_plan.offer.editions.all() if offer_plan.offer else []
        return any(
            all(says(edition, column, texts[column.key]) for column in columns) for edition in editions
        )

    def edition_of(self, number: int, offer_plan: OfferPlan, plan: RowPlan) -> Edition:
        editions = offer_plan.offer.editions.all() if offer_plan.offer else []
        edition = next((each for each in editions if each.pk == number), None)
        if edition is None:
            raise ValidationError(
                _("This offer has no edition with that number; leave it empty for a new one.")
            )
        first = self.editions_seen.setdefault(number, plan.number)
        if first != plan.number:
            raise ValidationError(_("Row %(row)s is about the same edition.") % {"row": first})
        return edition

    def changed(
        self, columns: Sequence[Column], texts: dict[str, str], target, plan: RowPlan, *, is_new: bool = False
    ) -> dict[str, object]:
        """Return the values that differ from what the export would write there."""
        values = {}
        for column in columns:
            now = getattr(target, column.field)
            text = texts[column.key]
            written = str(shown(now, column)).strip()
            if not is_new and text in (written, written[:LONGEST_CELL].strip()):
                continue
            if column.field.endswith("_en") and not now and text == spanish_of(target, column.field):
                # The public table says in Spanish what it does not know in English.
                continue
            try:
                value = column.parse(text)
            except ValidationError as error:
                plan.refuse(column, error)
                continue
            if is_new or plain(value) != plain(now):
                values[column.field] = value
        return values

    def take(self, values: dict, target, plan: RowPlan, before: dict, into: dict[str, object]) -> None:
        """Try the values on a copy of the row: what is locked is held, what contradicts is told."""
        start = "edition_" if isinstance(target, Edition) else ""
        incoming = apply_incoming(target, values, self.origin)
        for name, text in incoming.refused.items():
            plan.refuse(BY_KEY[start + name], text)
        for name, (old, new) in incoming.held.items():
            plan.held.append(Change(BY_KEY[start + name], old, new))
        for name, (old, new) in incoming.changed.items():
            plan.changes.append(Change(BY_KEY[start + name], old, new))
            into[name] = values[name]
        if incoming.changed and not plan.errors:
            # As it is now: a further row of the same offer goes on from here.
            self.unsure[type(target)].append((plan, checked_values(target)))

    def refuse_contradictions(self) -> None:
        """Refuse the rows whose values break a constraint; what else is wrong with a row comes after it."""
        refused: set[int] = set()
        for model, asked in self.unsure.items():
            found = violations(model, [values for _plan, values in asked])
            for (plan, _values), texts in zip(asked, found, strict=True):
                if texts and plan.number not in refused:
                    refused.add(plan.number)
                    plan.errors[:0] = [("", text) for text in texts]

    def plan_skills(self, texts: dict[str, str], plan: RowPlan, offer_plan: OfferPlan) -> None:
        if "skills" not in texts:
            return
        codes = sorted(BY_KEY["skills"].parse(texts["skills"]))
        unknown = [code for code in codes if code not in self.skills]
        if unknown:
            text = _("No skill has the code %(codes)s.")
            plan.refuse(BY_KEY["skills"], text % {"codes": ", ".join(unknown)})
            return
        now = skill_codes(offer_plan.offer) if offer_plan.offer else []
        if codes != now and offer_plan.skills is None:
            offer_plan.skills = codes
            plan.changes.append(Change(BY_KEY["skills"], now, codes))


def says(edition: Edition, column: Column, text: str) -> bool:
    try:
        return plain(column.parse(text)) == plain(getattr(edition, column.field))
    except ValidationError:
        return False


def spanish_of(target: Offer | Edition, name: str) -> str:
    return str(getattr(target, name.removesuffix("_en") + "_es") or "").strip()
