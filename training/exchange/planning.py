"""What an import of offers would do, row by row, worked out without changing anything."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.enums import ImportStatus
from members.exchange.cells import fold
from skills.models import Skill
from tera.spreadsheets.table import Row, Table
from tera.spreadsheets.writing import LONGEST_CELL
from training.enums import ValueOrigin
from training.models import Edition, Offer, Provider
from training.provenance import apply_incoming
from training.upkeep.values import plain

from .columns import BY_KEY, EDITION, OFFER, Column, keys_of
from .records import shown, skill_codes, with_all_columns

# A catalogue of a region has some hundreds; each change is checked against every rule by itself.
MOST_ROWS = 3_000


@dataclass
class Change:
    column: Column
    before: object
    after: object

    @property
    def shown(self) -> tuple[str, str, str]:
        return (
            self.column.title(),
            str(shown(self.before, self.column)),
            str(shown(self.after, self.column)),
        )


@dataclass
class RunPlan:
    """What would happen to one edition; None is one to be made."""

    edition: Edition | None
    values: dict[str, object] = field(default_factory=dict)


@dataclass
class OfferPlan:
    """What would happen to one offer, from all the rows about it; None is one to be made."""

    offer: Offer | None
    provider: Provider | None
    first_row: int
    values: dict[str, object] = field(default_factory=dict)
    skills: list[str] | None = None
    runs: list[RunPlan] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        return bool(self.offer is None or self.values or self.skills is not None or self.runs)


@dataclass
class RowPlan:
    number: int
    name: str = ""
    is_new: bool = False
    changes: list[Change] = field(default_factory=list)
    # Written by hand in the catalogue, and left as they are.
    held: list[Change] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def status(self) -> ImportStatus:
        if self.errors:
            return ImportStatus.ERROR
        if self.is_new:
            return ImportStatus.NEW
        return ImportStatus.CHANGED if self.changes else ImportStatus.UNCHANGED

    def refuse(self, column: Column | None, error: ValidationError | str) -> None:
        title = column.title() if column else ""
        messages = [error] if isinstance(error, str) else error.messages
        self.errors += [(title, message) for message in messages]


@dataclass
class Plan:
    rows: list[RowPlan]
    offers: list[OfferPlan]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.status for row in self.rows)
        return {status.value: found[status] for status in ImportStatus}

    @property
    def has_errors(self) -> bool:
        return any(row.errors for row in self.rows)

    @property
    def has_changes(self) -> bool:
        return any(each.has_changes for each in self.offers)

    @property
    def held(self) -> int:
        return sum(len(row.held) for row in self.rows)

    @property
    def digest(self) -> str:
        """Stand for everything that would be done: another digest means that the catalogue moved on."""
        told = [
            [
                row.number,
                row.name,
                row.is_new,
                [[c.column.key, plain(c.before), plain(c.after)] for c in row.changes],
                [[c.column.key, plain(c.before), plain(c.after)] for c in row.held],
                len(row.errors),
            ]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class Planner:
    """Plans a whole file. With ``provider`` only its own offers, and its hand edits lock nothing."""

    def __init__(self, table: Table, *, provider: Provider | None = None, lock: bool = False) -> None:
        keys = keys_of(table.titles)
        if len(table.rows) > MOST_ROWS:
            raise ValidationError(
                _("The file has more than %(limit)s rows. Split it and import the parts one by one.")
                % {"limit": MOST_ROWS}
            )
        self.table, self.provider = table, provider
        self.origin = ValueOrigin.PROVIDER if provider else ValueOrigin.IMPORT
        self.places = [(place, BY_KEY[key]) for place, key in enumerate(keys) if key]
        self.by_slug, self.by_name = self.known_offers(lock)
        self.providers = self.known_providers()
        self.skills = set(Skill.objects.values_list("code", flat=True))
        self.plans: dict[object, OfferPlan] = {}
        self.copies: dict[object, Offer | Edition] = {}
        self.editions_seen: dict[int, int] = {}

    def known_offers(self, lock: bool) -> tuple[dict[str, Offer], dict[tuple[int, str], list[Offer]]]:
        offers: QuerySet[Offer] = Offer.objects.order_by("pk")
        if self.provider:
            offers = offers.filter(provider=self.provider)
        if lock:
            list(offers.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
        by_slug, by_name = {}, {}
        for offer in with_all_columns(offers):
            by_slug[offer.slug] = offer
            by_name.setdefault((offer.provider_id, fold(offer.name_es or "")), []).append(offer)
        return by_slug, by_name

    def known_providers(self) -> dict[str, Provider]:
        """Return the providers by the address and, folded, by the names of their organisations."""
        providers = [self.provider] if self.provider else Provider.objects.all()
        found = {}
        for each in providers:
            for word in (each.organisation.slug, each.organisation.legal_name, each.organisation.trade_name):
                if word:
                    found.setdefault(fold(word), each)
        return found

    def plan(self) -> Plan:
        rows = [self.plan_row(row) for row in self.table.rows]
        return Plan(rows, list(self.plans.values()))

    def plan_row(self, row: Row) -> RowPlan:
        texts = {column.key: text for place, column in self.places if (text := row.cells[place].strip())}
        plan = RowPlan(row.number, name=texts.get("name_es") or texts.get("offer", ""))
        self.check_cells(row, plan)
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

    def check_cells(self, row: Row, plan: RowPlan) -> None:
        for place, column in self.places:
            if place in row.formulas:
                plan.refuse(column, _("This cell holds a formula: paste its value instead."))
            elif place in row.errors:
                plan.refuse(column, _("This cell shows an error of the spreadsheet."))

    def match(self, texts: dict[str, str], number: int) -> OfferPlan:
        """Return the plan of the row's offer: by its address, or else by provider and name; or a new one."""
        provider = self.provider_in(texts)
        if slug := texts.get("offer"):
            offer = self.by_slug.get(BY_KEY["offer"].parse(slug))
            if offer is None and self.provider:
                raise ValidationError(_("None of your offers has the address “%(slug)s”.") % {"slug": slug})
            if offer is None:
                raise ValidationError(_("No offer has the address “%(slug)s”.") % {"slug": slug})
            if provider and offer.provider_id != provider.pk:
                raise ValidationError(_("This offer is of another provider."))
            return self.plans.setdefault(offer.pk, OfferPlan(offer, offer.provider, number))
        if provider is None:
            raise ValidationError(_("Say which provider gives it."))
        name = texts.get("name_es")
        if not name:
            raise ValidationError(_("A row needs the offer's address or its name in Spanish."))
        namesakes = self.by_name.get((provider.pk, fold(name)), [])
        if len(namesakes) > 1:
            raise ValidationError(_("Several offers of this provider have this name: give the address."))
        offer = namesakes[0] if namesakes else None
        key = offer.pk if offer else (provider.pk, fold(name))
        return self.plans.setdefault(key, OfferPlan(offer, provider, number))

    def provider_in(self, texts: dict[str, str]) -> Provider | None:
        if "provider" not in texts:
            return self.provider
        found = self.providers.get(fold(texts["provider"]))
        if found is None:
            text = (
                _("“%(name)s” is not your organisation.")
                if self.provider
                else _("No training provider is called “%(name)s”.")
            )
            raise ValidationError(text % {"name": texts["provider"]})
        return found

    def plan_offer(self, texts: dict[str, str], plan: RowPlan, offer_plan: OfferPlan) -> None:
        columns = [column for _place, column in self.places if column.part == OFFER and column.key in texts]
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
        columns = [column for _place, column in self.places if column.part == EDITION and column.key in texts]
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
            try:
                target.validate_constraints(exclude={"offer", "slug"})
            except ValidationError as error:
                plan.refuse(None, error)

    def plan_skills(self, texts: dict[str, str], plan: RowPlan, offer_plan: OfferPlan) -> None:
        if "skills" not in texts or not any(column.key == "skills" for _place, column in self.places):
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
