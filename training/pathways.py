"""From what companies ask for to the training that leads there: profiles and skills, demand beside supply."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from skills.models import Demand, Profile, ProfileSkill, Skill
from training.demand import DemandBoard
from training.enrolment import with_enrolment
from training.enums import DisplayLevel, OfferStatus
from training.models import Offer
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read
from training.wording import demand_words, study_url

LEADING = Q(offer_profiles__confirmed_on__isnull=False, offer_profiles__offer__status=OfferStatus.PUBLISHED)
TEACHING = Q(offer_skills__confirmed_on__isnull=False, offer_skills__offer__status=OfferStatus.PUBLISHED)
MOST_OFFERS = 30
# Nobody begins with the hardest; what has no level stands after what has.
BY_LEVEL = Case(
    *(When(level=level, then=Value(place)) for place, level in enumerate(DisplayLevel.values)),
    default=Value(len(DisplayLevel.values)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Wanted:
    """A profile or a skill, what the latest survey says of it, and how many offers lead to it."""

    term: Profile | Skill
    demand: Demand | None
    offers: int
    essential: bool = False

    @property
    def words(self) -> str:
        return demand_words(self.demand) if self.demand else ""

    @property
    def is_unserved(self) -> bool:
        """Whether companies ask for it and no offer is known to lead there."""
        return bool(self.demand and self.demand.companies and not self.offers)


def wanted_profiles(board: DemandBoard) -> list[Wanted]:
    """Return every profile, most asked for first."""
    profiles = Profile.objects.annotate(offer_count=Count("offer_profiles", filter=LEADING))
    rows = [Wanted(profile, board.profiles.get(profile.pk), profile.offer_count) for profile in profiles]
    return sorted(rows, key=most_asked_first)


def most_asked_first(row: Wanted) -> tuple:
    share = row.demand.share if row.demand else -1.0
    return (not row.essential, -share, str(row.term))


@dataclass(frozen=True)
class Pathway:
    """One profile or one skill, with what is asked, what it is made of, and where to learn it."""

    term: Profile | Skill
    board: DemandBoard
    day: date

    @property
    def demand(self) -> Demand | None:
        board = self.board.profiles if isinstance(self.term, Profile) else self.board.skills
        return board.get(self.term.pk)

    @property
    def words(self) -> str:
        return demand_words(self.demand) if self.demand else ""

    @property
    def study_url(self) -> str:
        return study_url(self.demand) if self.demand else ""

    @cached_property
    def skills(self) -> list[Wanted]:
        """The skills of a profile, the essential ones first, then the most asked for."""
        links = ProfileSkill.objects.filter(profile=self.term).select_related("skill")
        teaching = Count(
            "skill__offer_skills",
            filter=Q(
                skill__offer_skills__confirmed_on__isnull=False,
                skill__offer_skills__offer__status=OfferStatus.PUBLISHED,
            ),
        )
        rows = [
            Wanted(
                link.skill,
                self.board.skills.get(link.skill_id),
                link.offer_count,
                link.relation == "essential",
            )
            for link in links.annotate(offer_count=teaching)
        ]
        return sorted(rows, key=most_asked_first)

    @cached_property
    def profiles(self) -> list[Wanted]:
        """The profiles that need a skill, most asked for first."""
        profiles = Profile.objects.filter(skills=self.term)
        offers = profiles.annotate(offer_count=Count("offer_profiles", filter=LEADING, distinct=True))
        rows = [
            Wanted(profile, self.board.profiles.get(profile.pk), profile.offer_count) for profile in offers
        ]
        return sorted(rows, key=most_asked_first)

    @cached_property
    def sheets(self) -> list[OfferSheet]:
        """The offers confirmed to lead there: easy ones first, then those one can enrol in soonest."""
        offers = with_enrolment(self.offers(), self.day)
        soonest = F("next_date").asc(nulls_last=True)
        listed = with_what_sheets_read(offers, self.day).order_by(BY_LEVEL, "state", soonest, "name", "pk")
        return [OfferSheet(offer, self.board) for offer in listed[:MOST_OFFERS]]

    def offers(self) -> QuerySet[Offer]:
        if isinstance(self.term, Profile):
            return Offer.objects.serving_profile(self.term)
        return Offer.objects.published().filter(
            offer_skills__skill=self.term, offer_skills__confirmed_on__isnull=False
        )

    @property
    def shows_demo(self) -> bool:
        return self.board.is_demo or any(sheet.offer.is_demo for sheet in self.sheets)


def unserved_skills(board: DemandBoard) -> list[Wanted]:
    """Return the skills that companies ask for and no published offer teaches, most asked for first."""
    skills = Skill.objects.filter(pk__in=board.skills).annotate(
        offer_count=Count("offer_skills", filter=TEACHING)
    )
    rows = [Wanted(skill, board.skills[skill.pk], skill.offer_count) for skill in skills]
    return sorted((row for row in rows if row.is_unserved), key=most_asked_first)
