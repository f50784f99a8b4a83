"""What the public pages show beside the tree: indicators with their figures, evidence, offers."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import formats

from actionplan.funnel import Step, funnel
from actionplan.models import Indicator, Node, NodeNeed, NodeOffer, NodeQuerySet, Observation
from actionplan.models.indicator import with_unit
from skills.models import Demand
from training.enums import OfferStatus


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator with its standing observations, oldest first, and its next target."""

    indicator: Indicator
    observations: tuple[Observation, ...]

    nodes: tuple[Node, ...]

    @property
    def latest(self) -> Observation | None:
        return self.observations[-1] if self.observations else None

    @property
    def target_text(self) -> str:
        """The next target in words, or nothing while the board has not set it."""
        for target in self.indicator.targets.all():
            if target.value is not None:
                value = with_unit(target.value, self.indicator.unit)
                return f"{value} · {formats.date_format(target.due_date)}"
        return ""


def read_indicators(indicators: QuerySet, nodes: NodeQuerySet) -> list[Reading]:
    """Return the indicators with their figures and those of their actions that are among ``nodes``."""
    standing = Observation.objects.standing().select_related("indicator")
    rows = indicators.prefetch_related(
        Prefetch("observations", queryset=standing),
        Prefetch("nodes", queryset=nodes, to_attr="shown_nodes"),
        "targets",
    ).order_by("position", "code")
    return [Reading(row, tuple(row.observations.all()), tuple(row.shown_nodes)) for row in rows]


def funnel_of(readings: list[Reading]) -> tuple[Step, ...]:
    """Return the people who narrow step by step, or nothing where no figure is known."""
    steps = sorted(
        (reading for reading in readings if reading.indicator.funnel_step),
        key=lambda reading: reading.indicator.funnel_step,
    )
    if not any(reading.latest for reading in steps):
        return ()
    return funnel(
        [(reading.indicator.name, reading.latest.value if reading.latest else None) for reading in steps]
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """A need an action answers, and whether its study can be read."""

    link: NodeNeed
    is_published: bool


def evidence_of(node: Node, user) -> list[Evidence]:
    links = node.node_needs.visible_to(user).select_related("need__campaign", "need__profile", "need__skill")
    published = set(Demand.objects.values_list("edition", flat=True).distinct())
    return [Evidence(link, link.need.campaign.edition in published) for link in links]


def offers_of(node: Node) -> list[NodeOffer]:
    """Return the published offers an action is carried out through."""
    return list(
        node.node_offers.filter(offer__status=OfferStatus.PUBLISHED)
        .select_related("offer__provider__organisation")
        .order_by("offer__name")
    )
