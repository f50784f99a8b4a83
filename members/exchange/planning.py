"""What an import would do, row by row, worked out without changing anything."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.enums import ImportStatus
from members.models import Membership, MembershipCategory, Organisation, YearlyFact
from tera.spreadsheets.table import Row, Table

from .cells import fold, write
from .columns import BY_KEY, Column
from .matching import NUMBERS, Matcher
from .periods import settle_membership
from .records import coded, fact_value, latest_fact, latest_membership, membership_value, value_of

# Told how many rows are done, of how many.
Note = Callable[[int, int], None]
FACT_CHECKED = ("year", "headcount", "women")


def unnoted(done: int, total: int) -> None:
    """Note no progress."""


@dataclass
class Change:
    column: Column
    before: object
    after: object

    @property
    def shown(self) -> tuple[str, str, str]:
        after = coded(self.after, self.column)
        return str(self.column.title), str(write(self.before)), str(write(after))


@dataclass
class RowPlan:
    """What would happen to one row; ``membership`` and ``fact`` are the saved rows that would change."""

    # Whatever the file says of the register is taken.
    held = ()

    number: int
    name: str = ""
    organisation: Organisation | None = None
    membership: Membership | None = None
    period: object = None
    fact: YearlyFact | None = None
    changes: list[Change] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def status(self) -> ImportStatus:
        if self.errors:
            return ImportStatus.ERROR
        if self.organisation is None:
            return ImportStatus.NEW
        return ImportStatus.CHANGED if self.changes else ImportStatus.UNCHANGED

    def of(self, part: str) -> list[Change]:
        return [change for change in self.changes if change.column.part == part]

    def refuse(self, column: Column | None, error: ValidationError) -> None:
        title = str(column.title) if column else ""
        self.errors += [(title, message) for message in error.messages]


class CountedRows:
    """What a plan says of its ``rows``, each with a status and errors, whatever it imports."""

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.status for row in self.rows)
        return {status.value: found[status] for status in ImportStatus}

    @property
    def has_errors(self) -> bool:
        return any(row.errors for row in self.rows)


@dataclass
class Plan(CountedRows):
    rows: list[RowPlan]

    @property
    def has_changes(self) -> bool:
        return any(row.status in (ImportStatus.NEW, ImportStatus.CHANGED) for row in self.rows)

    @property
    def digest(self) -> str:
        """Stand for everything that would be done: another digest means that the register moved on."""
        told = [
            [
                row.number,
                row.organisation.pk if row.organisation else None,
                row.membership.pk if row.membership else None,
                row.fact.pk if row.fact else None,
                [[change.column.key, plain(change.before), plain(change.after)] for change in row.changes],
                len(row.errors),
            ]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def plain(value: object) -> str:
    if isinstance(value, MembershipCategory):
        return f"category {value.pk}"
    return json.dumps(value) if isinstance(value, list) else str(value)


class Planner:
    """Plans a whole file; each row is looked at by itself, then against the rows before it."""

    def __init__(self, table: Table, keys: Sequence[str], *, lock: bool = False) -> None:
        self.places = [(place, BY_KEY[key]) for place, key in enumerate(keys) if key in BY_KEY]
        self.table = table
        self.texts = [self.texts_of(row) for row in table.rows]
        self.matcher = Matcher(self.texts, lock=lock)
        self.categories = categories_by_word()
        numbers = {texts["number"] for texts in self.texts if texts.get("number")}
        memberships = Membership.objects.filter(number__in=numbers)
        self.number_owners = dict(memberships.values_list("number", "organisation"))
        self.claims: dict[tuple[str, str], int] = {}

    def texts_of(self, row: Row) -> dict[str, str]:
        return {column.key: text for place, column in self.places if (text := row.cells[place].strip())}

    def plan(self, note: Note = unnoted) -> Plan:
        rows = []
        for row, texts in zip(self.table.rows, self.texts, strict=True):
            rows.append(self.plan_row(row, texts))
            note(len(rows), len(self.texts))
        return Plan(rows)

    def plan_row(self, row: Row, texts: dict[str, str]) -> RowPlan:
        plan = RowPlan(row.number, name=texts.get("trade_name") or texts.get("legal_name", ""))
        self.check_cells(row, plan)
        try:
            plan.organisation = self.matcher.match(texts)
        except ValidationError as error:
            plan.refuse(None, error)
        if plan.organisation:
            plan.name = str(plan.organisation)
        if plan.errors:
            return plan
        self.compare(texts, plan)
        self.plan_membership(texts, plan)
        self.plan_fact(texts, plan)
        if plan.organisation is None:
            self.check_new(texts, plan)
        self.check_claims(plan)
        return plan

    def check_cells(self, row: Row, plan: RowPlan) -> None:
        for place, column in self.places:
            if place in row.formulas:
                plan.refuse(column, ValidationError(_("This cell holds a formula: paste its value instead.")))
            elif place in row.errors:
                plan.refuse(column, ValidationError(_("This cell shows an error of the spreadsheet.")))

    def compare(self, texts: dict[str, str], plan: RowPlan) -> None:
        for _place, column in self.places:
            if column.part in ("organisation", "identifiers", "activities") and column.key in texts:
                before = value_of(plan.organisation, column) if plan.organisation else None
                self.note(column, texts[column.key], before, plan)

    def note(self, column: Column, text: str, before: object, plan: RowPlan) -> None:
        """Note a change, unless the cell says what the export would write there."""
        if before is not None and str(write(before)).strip() == text:
            return
        try:
            after = self.category(text) if column.key == "category" else column.parse(text)
        except ValidationError as error:
            plan.refuse(column, error)
            return
        if not same(column, before, after):
            plan.changes.append(Change(column, before, after))

    def category(self, text: str) -> MembershipCategory:
        if fold(text) not in self.categories:
            raise ValidationError(
                _("There is no membership category “%(text)s”: add it first, or correct the cell.")
                % {"text": text}
            )
        return self.categories[fold(text)]

    def given(self, part: str, texts: dict[str, str]) -> list[Column]:
        return [column for _place, column in self.places if column.part == part and column.key in texts]

    def plan_membership(self, texts: dict[str, str], plan: RowPlan) -> None:
        given = self.given("membership", texts)
        if not given:
            return
        latest = latest_membership(plan.organisation) if plan.organisation else None
        if latest and begins_anew(latest, texts.get("member_since", "")):
            latest = None
        for column in given:
            self.note(column, texts[column.key], membership_value(latest, column), plan)
        plan.membership = latest
        changed = {change.column.key: change.after for change in plan.of("membership")}
        if changed and not plan.errors:
            settle_membership(plan, changed)

    def plan_fact(self, texts: dict[str, str], plan: RowPlan) -> None:
        given = self.given("fact", texts)
        if not given:
            return
        fact = latest_fact(plan.organisation) if plan.organisation else None
        if (year := texts.get("year")) and fact and str(fact.year) != year:
            fact = next((one for one in plan.organisation.facts.all() if str(one.year) == year), None)
        for column in given:
            self.note(column, texts[column.key], fact_value(fact, column), plan)
        plan.fact = fact
        if plan.of("fact") and not plan.errors:
            check_fact(plan)

    def check_new(self, texts: dict[str, str], plan: RowPlan) -> None:
        for key in ("legal_name", "kind"):
            if key not in texts:
                plan.refuse(BY_KEY[key], ValidationError(_("A new organisation needs this.")))

    def check_claims(self, plan: RowPlan) -> None:
        """Refuse what another row of the file, or another organisation, has already."""
        for what in claims_of(plan):
            first = self.claims.setdefault(what, plan.number)
            if first != plan.number:
                plan.refuse(
                    None, ValidationError(_("Row %(row)s is about the same organisation.") % {"row": first})
                )
                return
        for change in plan.changes:
            if change.column.key == "number":
                owner = self.number_owners.get(str(change.after))
                if owner and (plan.organisation is None or owner != plan.organisation.pk):
                    plan.refuse(
                        change.column, ValidationError(_("Another organisation has this member number."))
                    )


def categories_by_word() -> dict[str, MembershipCategory]:
    words = {}
    for category in MembershipCategory.objects.all():
        for text in (category.code, category.name_es, category.name_en):
            if text:
                words.setdefault(fold(text), category)
    return words


def same(column: Column, before: object, after: object) -> bool:
    if column.part == "identifiers":
        return sorted(before or []) == sorted(after)
    if column.part == "activities":
        return bool(before) and before[:1] == after[:1] and sorted(before) == sorted(after)
    return before == after


def begins_anew(latest: Membership, text: str) -> bool:
    """Whether the row gives a first day after the latest membership has ended: they came back."""
    try:
        since = BY_KEY["member_since"].parse(text)
    except ValidationError:
        return False
    return latest.period.upper is not None and since >= latest.period.upper


def check_fact(plan: RowPlan) -> None:
    values = {change.column.field: change.after for change in plan.of("fact")}
    if plan.fact is None and "year" not in values:
        plan.refuse(BY_KEY["year"], ValidationError(_("Say of which year these figures are.")))
        return
    # By hand: Django asks the database for each constraint of each row.
    year, people, women = (values.get(name, getattr(plan.fact, name, None)) for name in FACT_CHECKED)
    if not 1900 <= year <= 2200:
        plan.refuse(BY_KEY["year"], ValidationError(_("Write the year with its four digits.")))
    if people is not None and women is not None and women > people:
        plan.refuse(BY_KEY["women"], ValidationError(_("There cannot be more women than people.")))
    if not 0 <= values.get("staff_turnover", 0) <= 100:
        plan.refuse(BY_KEY["staff_turnover"], ValidationError(_("A percentage goes from 0 to 100.")))


def claims_of(plan: RowPlan) -> list[tuple[str, str]]:
    claims = [("pk", str(plan.organisation.pk))] if plan.organisation else []
    for change in plan.changes:
        if change.column.key == "slug":
            claims.append(("slug", str(change.after)))
        elif change.column.key in NUMBERS:
            claims += [(change.column.field, value) for value in change.after]
        elif change.column.key == "number":
            claims.append(("number", str(change.after)))
        elif change.column.key == "legal_name" and plan.organisation is None:
            claims.append(("name", str(change.after).lower()))
    return claims
