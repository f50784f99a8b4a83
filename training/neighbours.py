"""What stands next to an offer: others that teach much the same, and the step after it to a profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add
from typing import Self

from django.db.models import Count, F, Q, QuerySet

from training.demand import DemandBoard
from training.enrolment import with_enrolment
from training.enums import DisplayLevel, EditionState
from training.models import Offer
from training.pathways import BY_LEVEL
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read

MOST_SIMILAR, MOST_NEXT = 3, 2
OVER = (EditionState.ENDED, EditionState.CANCELLED)


@dataclass(frozen=True)
class Neighbours:
    """Only confirmed links count on both sides; what is over is no neighbour."""

    similar: list[OfferSheet]
    next_steps: list[OfferSheet]

    @classmethod
    def of(cls, sheet: OfferSheet, board: DemandBoard, day: date) -> Self:
        offer = sheet.offer
        skills = [link.skill_id for link in offer.offer_skills.all() if link.confirmed_on]
        profiles = [link.profile_id for link in offer.offer_profiles.all() if link.confirmed_on]
        others = with_enrolment(Offer.objects.published().exclude(pk=offer.pk), day).exclude(state__in=OVER)
        following = keys_of(next_step(others, profiles, offer.level), MOST_NEXT)
        alike = keys_of(most_alike(others.exclude(pk__in=following), skills, profiles), MOST_SIMILAR)
        sheets = sheets_of([*following, *alike], board, day)
        return cls(similar=[sheets[key] for key in alike], next_steps=[sheets[key] for key in following])


def most_alike(others: QuerySet[Offer], skills: Sequence[int], profiles: Sequence[int]) -> QuerySet[Offer]:
    """Return those that share most skills and profiles, then those one can join soonest."""
    kinds = {"offer_skills": ("skill", skills), "offer_profiles": ("profile", profiles)}
    # A count among none would make the whole sum unknown.
    counts = [
        Count(
            name,
            filter=Q(**{f"{name}__{field}__in": keys, f"{name}__confirmed_on__isnull": False}),
            distinct=True,
        )
        for name, (field, keys) in kinds.items()
        if keys
    ]
    if not counts:
        return others.none()
    shared = reduce(add, counts)
    soonest = F("next_date").asc(nulls_last=True)
    return others.annotate(shared=shared).filter(shared__gt=0).order_by("-shared", "state", soonest, "pk")


def next_step(others: QuerySet[Offer], profiles: Sequence[int], level: str) -> QuerySet[Offer]:
    """Return those of the next level that lead to the same profile; of an unknown level nothing is next."""
    order = DisplayLevel.values
    if level not in order or level == order[-1]:
        return others.none()
    upwards = others.filter(
        level__in=order[order.index(level) + 1 :],
        offer_profiles__profile__in=profiles,
        offer_profiles__confirmed_on__isnull=False,
    )
    return upwards.distinct().order_by(BY_LEVEL, "state", "pk")


def keys_of(offers: QuerySet[Offer], most: int) -> list[int]:
    return list(dict.fromkeys(offers.values_list("pk", flat=True)[:most]))


def sheets_of(keys: Sequence[int], board: DemandBoard, day: date) -> dict[int, OfferSheet]:
    if not keys:
        return {}
    offers = with_what_sheets_read(Offer.objects.filter(pk__in=keys), day)
    return {offer.pk: OfferSheet(offer, board) for offer in offers}
