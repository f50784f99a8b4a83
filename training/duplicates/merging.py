"""Making two offers one: what hangs from one goes to the other, and its address leads there."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from training.enums import OfferStatus
from training.models import Edition, Offer, OfferMerge, OfferPair

from .filling import empty_again, fill_empty

# What is about the one row itself, and stays with it.
STAYS = {
    "training.FieldOrigin",
    "training.ProviderLetter",
    "training.OfferMerge",
    "training.OfferPair",
    "training.SearchChange",
    "training.News",
    "training.ToldNews",
}
Key = TypeVar("Key", str, int)
SAME_RUN = ("start_date", "end_date", "application_start_date", "application_deadline", "municipality")


class MergeRefused(Exception):
    """Nothing was changed; the text says why."""


def references() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every table and field that points to an offer and goes along with it."""
    for relation in Offer._meta.related_objects:
        model = relation.through if relation.many_to_many else relation.related_model
        if relation.many_to_many:
            field = next(each for each in model._meta.fields if each.related_model is Offer)
        else:
            field = relation.field
        if model._meta.label not in STAYS:
            yield model, field.name


def locked(*keys: int) -> dict[int, Offer]:
    rows = Offer.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {offer.pk: offer for offer in rows.without_search_columns()}


@transaction.atomic
def merge_offers(*, kept: Offer, merged: Offer, by: User) -> OfferMerge:
    """Make ``merged`` part of ``kept``. Locks both.

    What ``kept`` has already is not taken twice; what it does not say, the other says for it.
    """
    rows = locked(kept.pk, merged.pk)
    if len(rows) < 2:
        raise MergeRefused(_("Choose two different offers."))
    standing = OfferMerge.objects.standing().filter(merged__in=[kept.pk, merged.pk])
    if standing.exists():
        raise MergeRefused(_("One of the two is part of another offer already."))
    moved = [entry for model, field in references() for entry in move(model, field, kept.pk, merged.pk)]
    row = rows[merged.pk]
    filled = fill_empty(rows[kept.pk], row)
    merge = OfferMerge.objects.create(
        kept=kept, merged=merged, status_before=row.status, moved=moved, filled=filled, by=by
    )
    set_status(merged.pk, OfferStatus.ARCHIVED)
    first, second = sorted((kept.pk, merged.pk))
    OfferPair.objects.filter(first=first, second=second).delete()
    return merge


def move(model: type[models.Model], field: str, kept: int, merged: int) -> list[list]:
    """Point the rows of one table to the other offer, one by one: what it has already stays behind."""
    keys = []
    for row in model._base_manager.filter(**{field: merged}).order_by("pk"):
        if model is Edition and has_same_run(row, kept):
            continue
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field: kept})
        except IntegrityError:
            continue
        keys.append(str(row.pk))
    return [[model._meta.label, field, keys]] if keys else []


def has_same_run(edition: Edition, kept: int) -> bool:
    return Edition.objects.filter(
        offer=kept, **{name: getattr(edition, name) for name in SAME_RUN if getattr(edition, name)}
    ).exists()


def set_status(key: int, status: str) -> None:
    Offer.objects.filter(pk=key).update(status=status, modified_at=timezone.now())


@transaction.atomic
def undo_merge(merge: OfferMerge) -> None:
    """Give an offer back what went to the other, where it still is there. Locks both offers."""
    rows = locked(merge.kept_id, merge.merged_id)
    mine = OfferMerge.objects.standing().select_for_update(of=("self",)).filter(pk=merge.pk).first()
    if mine is None:
        raise MergeRefused(_("This merge was undone already."))
    tables = {model._meta.label: model for model, _field in references()}
    for label, field, keys in mine.moved:
        model = tables.get(label)
        for key in keys if model else []:
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=key, **{field: mine.kept_id}).update(
                        **{field: mine.merged_id}
                    )
            except IntegrityError:
                continue
    empty_again(rows[mine.kept_id], mine.filled)
    set_status(mine.merged_id, mine.status_before)
    mine.undone_at = timezone.now()
    mine.save(update_fields=["undone_at"])


def where_it_went(slug: str) -> Offer | None:
    """Return the public offer that an address leads to since its own became part of another."""
    return Offer.objects.published().filter(slug=where_they_went([slug]).get(slug)).first()


def where_they_went(keys: Iterable[Key], by: str = "slug") -> dict[Key, Key]:
    """Return the address, or the key, of the offer that each of these became part of, after all merges."""
    found: dict[Key, Key] = {}
    ends = set(keys)
    while ends:
        merges = OfferMerge.objects.standing().filter(**{f"merged__{by}__in": ends - found.keys()})
        found |= (step := dict(merges.values_list(f"merged__{by}", f"kept__{by}")))
        ends = set(step.values())
    return {key: last_of(key, found) for key in keys if key in found}


def last_of(key: Key, steps: dict[Key, Key]) -> Key:
    seen = set()
    while key in steps and key not in seen:
        seen.add(key)
        key = steps[key]
    return key
