"""What was read becomes proposals and changes in the catalogue; nothing of it overwrites a person's word."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from training.enums import OfferStatus, ValueOrigin
from training.models import Edition, HarvestItem, HarvestSource, Offer
from training.provenance import Incoming, apply_incoming, receive, save_incoming
from training.upkeep.deciding import free_slug

from .items import Item, ItemTrouble, Problem, Run
from .subjects import SkillFinder


@dataclass
class Change:
    """What a visit did, or would do, to one offer."""

    item: Item
    what: str
    offer_id: int | None = None
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)
    held: dict[str, tuple[object, object]] = field(default_factory=dict)
    skills: int = 0

    def take(self, incoming: Incoming, prefix: str = "") -> None:
        self.fields |= {f"{prefix}{name}": pair for name, pair in incoming.changed.items()}
        self.held |= {f"{prefix}{name}": pair for name, pair in incoming.held.items()}

    def row(self) -> dict[str, object]:
        return {
            "key": self.item.key,
            "name": self.item.name,
            "what": self.what,
            "offer": self.offer_id,
            "fields": {name: [plain(value) for value in pair] for name, pair in self.fields.items()},
            "held": {name: [plain(value) for value in pair] for name, pair in self.held.items()},
            "skills": self.skills,
        }


def plain(value: object) -> object:
    """Return a value as JSON holds it, long texts cut: a report is read, not restored from."""
    if isinstance(value, date | Decimal):
        return str(value)
    return value[:300] if isinstance(value, str) else value


class Applier:
    """Applies the items of one visit, each whole or not at all."""

    def __init__(self, source: HarvestSource, at: datetime) -> None:
        self.source, self.at = source, at
        self.today = timezone.localdate(at)
        self.finder = SkillFinder()
        self.detail = str(source)
        self.problems: list[Problem] = []

    def apply(self, item: Item) -> Change:
        """Return what became of an item; what contradicts itself is left out and said."""
        try:
            with transaction.atomic():
                return self.put(item)
        except ValidationError as error:
            where = str(item.values.get("source_url", item.key))
            text = f"{item.name}: {' '.join(error.messages)}"
            self.problems.append(Problem(where, ItemTrouble.REFUSED, text))
            return Change(item, "left_out")

    def put(self, item: Item) -> Change:
        records = HarvestItem.objects.select_for_update(of=("self",)).select_related("offer")
        record = records.filter(source=self.source, key=item.key).first()
        if record and not record.offer:
            self.note_seen(record, item)
            return Change(item, "left_out")
        offer = record.offer if record else self.find_offer(item)
        change = Change(item, "changed" if offer else "new")
        if offer:
            change.take(receive(offer, item.values, ValueOrigin.HARVEST, detail=self.detail, at=self.at))
        else:
            offer = self.propose(item, change)
        change.offer_id = offer.pk
        record = record or HarvestItem(source=self.source, key=item.key, offer=offer, first_seen_at=self.at)
        self.put_runs(offer, record, item, change)
        if fresh := [subject for subject in item.subjects if subject not in record.subjects]:
            change.skills = self.finder.propose(offer, fresh)
        self.note_seen(record, item)
        if change.what == "changed" and not (change.fields or change.skills):
            change.what = "unchanged"
        return change

    def note_seen(self, record: HarvestItem, item: Item) -> None:
        record.name, record.subjects = item.name, item.subjects
        record.last_seen_at, record.missing_since = self.at, None
        record.save()

    def find_offer(self, item: Item) -> Offer | None:
        """Return the provider's offer that is the same: of one code, or of one address, and of one only."""
        offers = self.source.provider.offers.exclude(harvest_items__source=self.source)
        if item.slug and (known := offers.filter(slug=item.slug).first()):
            return known
        for name in ("course_code", "url"):
            if value := item.values.get(name):
                found = list(offers.filter(**{name: value})[:2])
                if len(found) == 1:
                    return found[0]
        return None

    def propose(self, item: Item, change: Change) -> Offer:
        """Make an offer that waits for review; it is not public before a manager has read it."""
        offer = Offer(
            provider=self.source.provider,
            status=OfferStatus.IN_REVIEW,
            slug=free_slug(item.name),
            is_demo=self.source.provider.organisation.is_demo,
        )
        incoming = apply_incoming(offer, self.with_name(item.values), ValueOrigin.HARVEST)
        if incoming.refused.keys() & {"name_es", "name_en"}:
            raise ValidationError(list(incoming.refused.values()))
        save_incoming(incoming, detail=self.detail, at=self.at)
        change.take(incoming)
        return offer

    def with_name(self, values: dict[str, object]) -> dict[str, object]:
        """Every offer has a Spanish name; an English site's own is all there is at first."""
        return {"name_es": values.get("name_en")} | values

    def put_runs(self, offer: Offer, record: HarvestItem, item: Item, change: Change) -> None:
        for run in item.runs:
            edition = self.find_edition(offer, record, run)
            if edition:
                incoming = receive(edition, run.values, ValueOrigin.HARVEST, detail=self.detail, at=self.at)
            elif self.is_over(run):
                continue
            else:
                edition = Edition(offer=offer)
                incoming = apply_incoming(edition, run.values, ValueOrigin.HARVEST)
                save_incoming(incoming, detail=self.detail, at=self.at)
            record.runs[run.key] = edition.pk
            change.take(incoming, f"{run.values.get('start_date', run.key)} · ")

    def find_edition(self, offer: Offer, record: HarvestItem, run: Run) -> Edition | None:
        """Return the edition that this run was before, or one of the same first day that no run is yet."""
        editions = Edition.objects.filter(offer=offer)
        if found := editions.filter(pk=record.runs.get(run.key)).first():
            return found
        start = run.values.get("start_date")
        free = editions.exclude(pk__in=record.runs.values())
        return free.filter(start_date=start).first() if start else None

    def is_over(self, run: Run) -> bool:
        last = run.values.get("end_date") or run.values.get("start_date")
        return isinstance(last, date) and last < self.today


def mark_missing(source: HarvestSource, seen: set[str], unread: set[str], at: datetime) -> list[HarvestItem]:
    """Flag the items that a complete visit did not meet; return those that are newly missing.

    ``unread`` are addresses that could not be read this time: of what stands there nothing is known.
    """
    missing = [
        item
        for item in source.items.filter(missing_since=None).select_related("offer")
        if item.key not in seen
        and item.key.split("#")[0] not in unread
        and not (item.offer and {item.offer.url, item.offer.source_url} & unread)
    ]
    HarvestItem.objects.filter(pk__in=[item.pk for item in missing]).update(missing_since=at)
    return missing
