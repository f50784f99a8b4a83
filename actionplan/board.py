"""The gap board for everybody: what companies ask for, who teaches it, and what nobody teaches."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from actionplan.enums import GapState
from actionplan.gaps import MEASURES, Gap, gaps_of
from actionplan.models import NodeQuerySet
from surveys.models import Campaign
from tera.criteria import Reading
from training.models import Edition
from training.wording import length_words

STATE = "estado"
KNOWN = {STATE: GapState.values}


@dataclass(frozen=True)
class BoardRow:
    """One gap with the editions of its offers that can be joined today; a place nobody told is ``None``."""

    gap: Gap
    places_told: tuple[int | None, ...]

    @property
    def url(self) -> str:
        kind = "profile" if self.gap.is_profile else "skill"
        return reverse(f"training:{kind}-detail", args=[self.gap.subject.code])

    @property
    def offers_query(self) -> str:
        key = "perfil" if self.gap.is_profile else "habilidad"
        return f"?{key}={self.gap.subject.code}"

    @property
    def teachers(self) -> list[str]:
        return sorted({str(entry.offer.provider) for entry in self.gap.supply}, key=str.casefold)

    @property
    def editions(self) -> int:
        return len(self.places_told)

    @property
    def places(self) -> int | None:
        """The places of the open editions that tell how many they have; nothing when none does."""
        told = [places for places in self.places_told if places is not None]
        return sum(told) if told else None

    @property
    def hours(self) -> list[int]:
        """The shortest and the longest of the offers that say their length; one where they agree."""
        told = {hours for entry in self.gap.supply if (hours := entry.offer.learning_hours) is not None}
        return sorted({min(told), max(told)}) if told else []

    @property
    def hours_words(self) -> str:
        return length_words(*self.hours) if self.hours else ""


@dataclass(frozen=True)
class StateFilter:
    """A state of gaps with how many there are and the address that keeps or drops it."""

    state: GapState
    count: int
    chosen: bool
    query: str

    @property
    def label(self) -> str:
        return str(self.state.label)


@dataclass(frozen=True)
class GapBoard:
    """The gaps of one published edition, narrowed to the states that were asked for."""

    campaign: Campaign
    reading: Reading
    day: date
    nodes: NodeQuerySet

    @cached_property
    def gaps(self) -> list[Gap]:
        return gaps_of(self.campaign, day=self.day, nodes=self.nodes)

    @property
    def chosen(self) -> tuple[str, ...]:
        return self.reading.criteria.chosen.get(STATE, ())

    @cached_property
    def rows(self) -> list[BoardRow]:
        shown = [gap for gap in self.gaps if not self.chosen or gap.state in self.chosen]
        places = open_places({entry.offer.pk for gap in shown for entry in gap.supply}, self.day)
        return [
            BoardRow(gap, tuple(told for entry in gap.supply for told in places[entry.offer.pk]))
            for gap in shown
        ]

    @property
    def profiles(self) -> list[BoardRow]:
        return [row for row in self.rows if row.gap.is_profile]

    @property
    def skills(self) -> list[BoardRow]:
        return [row for row in self.rows if not row.gap.is_profile]

    @cached_property
    def filters(self) -> list[StateFilter]:
        """The states in the rule's order, each with its count whatever is chosen; none of no gap."""
        counts = Counter(gap.state for gap in self.gaps)
        criteria = self.reading.criteria
        return [
            StateFilter(
                state,
                counts[state],
                state in self.chosen,
                (criteria.without if state in self.chosen else criteria.plus)(STATE, state.value).query(),
            )
            for state in GapState
            if counts[state] or state in self.chosen
        ]

    @property
    def unserved(self) -> int:
        return sum(gap.state == GapState.UNCOVERED for gap in self.gaps)

    @cached_property
    def withheld(self) -> int:
        """How many needs were measured and are not shown, so that no company can be told from them."""
        measured = self.campaign.needs.filter(measure__in=MEASURES)
        return measured.count() - len(self.gaps)

    @property
    def shows_demo(self) -> bool:
        return self.campaign.is_demo or any(
            entry.offer.is_demo for row in self.rows for entry in row.gap.supply
        )


def open_places(offers: Iterable[int], day: date) -> defaultdict[int, list[int | None]]:
    """Return by offer the places of each edition that can be joined on ``day``."""
    places: defaultdict[int, list[int | None]] = defaultdict(list)
    for edition in Edition.objects.open_on(day).filter(offer__in=offers).order_by("pk"):
        places[edition.offer_id].append(edition.places)
    return places
