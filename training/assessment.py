"""What somebody lacks for a profile, by what they say they can do, and the training that closes it.

The address holds what was ticked. Nothing of it is kept: there is no account, cookie or row behind it.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, F, Q
from django.http import QueryDict
from django.utils.translation import ngettext

from skills.models import Profile
from tera.criteria import Reading, read_criteria
from training.demand import DemandBoard
from training.enrolment import with_enrolment
from training.enums import EditionState
from training.models import Offer
from training.pathways import BY_LEVEL, Pathway, Wanted
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read

KNOWN = "se"
MOST_OFFERS = 10


@dataclass(frozen=True)
class Step:
    """An offer, with the skills it teaches of those that are missing."""

    sheet: OfferSheet
    closes: list[str]
    missing: int

    @property
    def words(self) -> str:
        """Say how much of what is missing it teaches, and which."""
        sentence = ngettext(
            "Teaches %(closed)s of the %(missing)s skill you lack: %(names)s",
            "Teaches %(closed)s of the %(missing)s skills you lack: %(names)s",
            self.missing,
        )
        return sentence % {
            "closed": len(self.closes),
            "missing": self.missing,
            "names": ", ".join(self.closes),
        }


class Assessment:
    """A profile's skills, those ticked in an address, and the offers that teach the others."""

    def __init__(self, profile: Profile, data: QueryDict, board: DemandBoard, day: date):
        self.profile, self.board, self.day = profile, board, day
        self.skills = Pathway(profile, board, day).skills
        codes = [row.term.code for row in self.skills]
        self.reading: Reading = read_criteria(data, {KNOWN: codes})
        self.known = set(self.reading.criteria.chosen.get(KNOWN, ()))

    @property
    def choices(self) -> list[tuple[Wanted, bool]]:
        return [(row, row.term.code in self.known) for row in self.skills]

    @cached_property
    def missing(self) -> list[Wanted]:
        return [row for row in self.skills if row.term.code not in self.known]

    @property
    def untaught(self) -> list[Wanted]:
        """What is missing and no offer is confirmed to teach."""
        return [row for row in self.missing if not row.offers]

    @cached_property
    def steps(self) -> list[Step]:
        """The offers that close most of the gap, what is essential first, then the easy and the soonest."""
        lacking = [row.term.pk for row in self.missing]
        essential = [row.term.pk for row in self.missing if row.essential]
        taught = Q(offer_skills__confirmed_on__isnull=False, offer_skills__skill__in=lacking)
        counts = {
            "closes": Count("offer_skills__skill", filter=taught, distinct=True),
            "closes_essential": Count(
                "offer_skills__skill", filter=taught & Q(offer_skills__skill__in=essential), distinct=True
            ),
        }
        closing = Offer.objects.published().annotate(**counts).filter(closes__gt=0)
        ahead = with_enrolment(closing, self.day).filter(state__lt=EditionState.ENDED)
        order = ("-closes_essential", "-closes", BY_LEVEL, "state", F("next_date").asc(nulls_last=True))
        listed = with_what_sheets_read(ahead, self.day).order_by(*order, "name", "pk")
        return [self.step(offer) for offer in listed[:MOST_OFFERS]]

    def step(self, offer: Offer) -> Step:
        taught = {link.skill_id for link in offer.offer_skills.all() if link.confirmed_on}
        closes = [str(row.term) for row in self.missing if row.term.pk in taught]
        return Step(OfferSheet(offer, self.board), closes, len(self.missing))

    @property
    def shows_demo(self) -> bool:
        return self.board.is_demo or any(step.sheet.offer.is_demo for step in self.steps)
