"""What companies need against the published training that serves it.

The rule, in this order; the first that holds is the state of the gap:

1. no published offer with a confirmed link to the profile or skill → *no training found*;
2. a level is asked, no offer is known to reach it, and an offer does not say its level → *level not stated*;
3. a level is asked and no offer reaches it → *below the level asked*;
4. no offer that reaches it can be joined today → *no edition open now*;
5. otherwise → *covered*.

The level asked is the companies' mean, rounded to a whole e-CF level, because offers state whole
levels. Profiles are asked for without a level.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet
from django.utils import timezone

from actionplan.enums import GapState, NodeStatus
from actionplan.models import Node, NodeNeed, NodeQuerySet
from skills.models import Demand
from surveys.enums import Measure
from surveys.models import Campaign, Need
from training.enums import OfferStatus
from training.models import Edition, Offer, OfferProfile, OfferSkill

# The needs a gap starts from: who plans to hire a profile, who needs a skill.
MEASURES = (Measure.COMPANIES_ASKING, Measure.SKILL_NEEDED)


@dataclass(frozen=True, slots=True)
class Supply:
    """One published offer that serves a need."""

    offer: Offer
    level: int | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """One measured need beside the offers that serve it and the actions that already answer it."""

    need: Need
    supply: tuple[Supply, ...]
    actions: tuple[Node, ...]

    @property
    def subject(self):
        return self.need.subject

    @property
    def is_profile(self) -> bool:
        return self.need.profile_id is not None

    @property
    def level_asked(self) -> int | None:
        return whole_level(self.need.level)

    @property
    def level_reached(self) -> int | None:
        return max((entry.level for entry in self.supply if entry.level is not None), default=None)

    @property
    def open_offers(self) -> int:
        return sum(entry.is_open for entry in self.supply)

    @property
    def state(self) -> GapState:
        return state_of(self.level_asked, [(entry.level, entry.is_open) for entry in self.supply])

    @property
    def tone(self) -> str:
        """The badge's tone on every page."""
        return TONES[self.state]


TONES = {
    GapState.UNCOVERED: "danger",
    GapState.BELOW_LEVEL: "warning",
    GapState.UNKNOWN_LEVEL: "warning",
    GapState.PARTIAL: "warning",
    GapState.COVERED: "success",
}


def published_campaign() -> Campaign | None:
    """Return the edition of the newest published study; a closed edition alone is not public."""
    newest = Demand.objects.of_latest_edition().values("edition")
    return Campaign.objects.filter(edition__in=newest).first()


def whole_level(mean: Decimal | None) -> int | None:
    """Round a mean level to a whole one, halves up: 3.5 is 4."""
    return None if mean is None else int(mean.quantize(Decimal(1), ROUND_HALF_UP))


def state_of(asked: int | None, supply: Sequence[tuple[int | None, bool]]) -> GapState:
    """Return the state of a gap from the level asked and each offer's (level, can be joined)."""
    if not supply:
        return GapState.UNCOVERED
    reaching = [(level, is_open) for level, is_open in supply if reaches(level, asked)]
    if not reaching:
        is_unsure = any(level is None for level, _ in supply)
        return GapState.UNKNOWN_LEVEL if is_unsure else GapState.BELOW_LEVEL
    if not any(is_open for _, is_open in reaching):
        return GapState.PARTIAL
    return GapState.COVERED


def reaches(level: int | None, asked: int | None) -> bool:
    return asked is None or (level is not None and level >= asked)


def gaps_of(campaign: Campaign, *, day: date | None = None, nodes: NodeQuerySet | None = None) -> list[Gap]:
    """Return the gaps of an edition, the most asked for first; five queries whatever its size.

    ``nodes`` narrows the actions that are named, for readers who may not see them all.
    """
    needs = list(
        campaign.needs.published()
        .filter(measure__in=MEASURES)
        .select_related("profile", "skill", "campaign")
        .order_by("measure", "rank", "pk")
    )
    open_offers = offers_open_on(day or timezone.localdate())
    supply = supply_of(open_offers)
    actions = actions_by_subject(Node.objects.all() if nodes is None else nodes)
    return [Gap(need, tuple(supply[subject_key(need)]), tuple(actions[subject_key(need)])) for need in needs]


def subject_key(row) -> tuple[int | None, int | None]:
    """Return what names a need's subject across editions."""
    return (row.profile_id, row.skill_id)


def offers_open_on(day: date) -> set[int]:
    """Return the offers with an edition that can be joined on ``day``."""
    return set(Edition.objects.open_on(day).values_list("offer_id", flat=True))


def supply_of(open_offers: set[int]) -> defaultdict[tuple, list[Supply]]:
    """Return the published offers by subject; only confirmed links count as supply."""
    supply: defaultdict[tuple, list[Supply]] = defaultdict(list)
    for link in confirmed(OfferProfile.objects.all()):
        entry = Supply(link.offer, None, link.offer_id in open_offers)
        supply[link.profile_id, None].append(entry)
    for link in confirmed(OfferSkill.objects.all()):
        entry = Supply(link.offer, link.level_reached, link.offer_id in open_offers)
        supply[None, link.skill_id].append(entry)
    return supply


def confirmed(links: QuerySet) -> Iterable:
    return (
        links.filter(confirmed_on__isnull=False, offer__status=OfferStatus.PUBLISHED)
        .select_related("offer__provider__organisation")
        .order_by("offer__name", "offer_id")
    )


def actions_by_subject(nodes: NodeQuerySet) -> defaultdict[tuple, list[Node]]:
    """Return the live actions by the subject of the needs they answer, of this edition or an earlier one."""
    actions: defaultdict[tuple, list[Node]] = defaultdict(list)
    links = (
        NodeNeed.objects.filter(node__in=nodes)
        .exclude(node__status__in=NodeStatus.dropped())
        .select_related("node", "need")
        .order_by("node__position", "node__code")
    )
    for link in links:
        if link.node not in actions[subject_key(link.need)]:
            actions[subject_key(link.need)].append(link.node)
    return actions
