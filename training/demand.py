"""What the latest published survey says of the skills and profiles that offers lead to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.db.models import F, FloatField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Greatest

from skills.models import Demand
from training.models import Offer, OfferProfile, OfferSkill

TOP = 5


@dataclass(frozen=True)
class DemandBoard:
    """The demand of one edition, by profile and by skill."""

    profiles: dict[int, Demand]
    skills: dict[int, Demand]

    @classmethod
    def latest(cls) -> Self:
        """Read the latest published edition, in one query; empty when nothing is published."""
        rows = list(Demand.objects.of_latest_edition().select_related("profile", "skill"))
        return cls(
            profiles={row.profile_id: row for row in rows if row.profile_id},
            skills={row.skill_id: row for row in rows if row.skill_id},
        )

    @property
    def is_demo(self) -> bool:
        return any(row.is_demo for row in (*self.profiles.values(), *self.skills.values()))

    @property
    def top_skills(self) -> list[Demand]:
        """The skills most asked for, as many as a visitor keeps in mind; fewer where fewer were measured."""
        asked = [row for row in self.skills.values() if row.companies]
        return sorted(asked, key=lambda row: (-row.share, row.rank, row.pk))[:TOP]

    def served_by(self, offer: Offer) -> list[Demand]:
        """Return the demand that ``offer`` answers by a confirmed link, most asked first."""
        served = served_rows(self.profiles, offer.offer_profiles.all(), "profile_id")
        served += served_rows(self.skills, offer.offer_skills.all(), "skill_id")
        return sorted(served, key=lambda row: (-row.share, row.rank, row.pk))


def served_rows(
    board: dict[int, Demand], links: Iterable[OfferProfile | OfferSkill], field: str
) -> list[Demand]:
    return [
        board[getattr(link, field)] for link in links if link.confirmed_on and getattr(link, field) in board
    ]


def with_demand(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Annotate ``demand``: the share of companies that ask for what the offer serves best, 0 if none."""
    latest = Demand.objects.order_by("-reference_date", "-edition").values("edition")[:1]

    def best(model: type[OfferSkill | OfferProfile], name: str) -> Coalesce:
        share = Cast(F(f"{name}__demands__companies"), FloatField()) / F(f"{name}__demands__answers")
        rows = (
            model.objects.confirmed()
            .filter(offer=OuterRef("pk"), **{f"{name}__demands__edition": Subquery(latest)})
            .filter(**{f"{name}__demands__answers__gt": 0})
            .order_by()
            .values("offer")
            .annotate(best=Max(share))
            .values("best")
        )
        return Coalesce(Subquery(rows), Value(0.0), output_field=FloatField())

    return offers.annotate(demand=Greatest(best(OfferSkill, "skill"), best(OfferProfile, "profile")))
