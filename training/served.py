"""The skills and profiles that an offer teaches, as its page lists them."""

from dataclasses import dataclass

from django.urls import reverse

from skills.models import Demand
from training.models import OfferProfile, OfferSkill
from training.wording import demand_words


@dataclass(frozen=True)
class ServedLink:
    """A skill or profile of an offer, with its demand when the link is confirmed and the survey asked."""

    label: str
    code: str
    confirmed: bool
    level: int | None
    demand: Demand | None
    url: str = ""

    @property
    def words(self) -> str:
        return demand_words(self.demand) if self.demand else ""


def served_links(
    links: list[OfferProfile] | list[OfferSkill], field: str, board: dict[int, Demand]
) -> list[ServedLink]:
    """Return the links of one kind, most asked first, then by name."""
    rows = []
    for link in links:
        term = getattr(link, field)
        confirmed = link.confirmed_on is not None
        rows.append(
            ServedLink(
                label=term.label,
                code=term.code,
                confirmed=confirmed,
                level=getattr(link, "level_reached", None),
                demand=board.get(term.pk) if confirmed else None,
                url=reverse(f"training:{field}-detail", args=[term.code]),
            )
        )
    return sorted(rows, key=lambda row: (-(row.demand.share if row.demand else 0), row.label))
