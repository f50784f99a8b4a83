"""What a card or a page says of an offer, in whole words: unknown facts read "to be confirmed"."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skills.models import Demand
from training.demand import DemandBoard
from training.enums import GRADES, EditionState
from training.models import Edition, Offer
from training.outcomes import OutcomeSheet
from training.runs import AHEAD_STATES, ENROL_STATES, Run
from training.served import ServedLink, served_links
from training.translation import OfferTranslation
from training.upkeep.freshness import freshness_words
from training.wording import (
    audience_words,
    demand_words,
    edition_words,
    full_words,
    hours_words,
    level_words,
    mode_words,
    places_words,
    price_words,
    site_of,
    study_url,
)


@dataclass(frozen=True)
class Fact:
    """One thing to know of an offer; an empty text is unknown."""

    label: str
    text: str


class OfferSheet:
    """An offer as the public sees it, beside the demand of the latest edition."""

    def __init__(self, offer: Offer, board: DemandBoard):
        self.offer, self.board = offer, board

    @cached_property
    def editions(self) -> list[Edition]:
        return list(self.offer.editions.all())

    @property
    def best_edition(self) -> Edition | None:
        return self.editions[0] if self.editions else None

    @property
    def confirmed(self) -> str:
        """Say how long ago the provider stood by it, and since when nobody has; nothing if it never did."""
        return freshness_words(self.offer.confirmed_on, timezone.localdate())

    @property
    def can_enrol(self) -> bool:
        return self.best_edition is not None and self.best_edition.state in ENROL_STATES

    @property
    def dates(self) -> str:
        return edition_words(self.best_edition)

    @property
    def edition_lines(self) -> list[tuple[Edition, str]]:
        return [(edition, edition_words(edition)) for edition in self.editions]

    @property
    def ahead(self) -> list[Edition]:
        """The editions that are not over."""
        over = (EditionState.ENDED, EditionState.CANCELLED)
        return [edition for edition in self.editions if edition.state not in over]

    @property
    def past(self) -> list[Run]:
        return [Run(edition, self.offer) for edition in self.editions if edition not in self.ahead]

    @cached_property
    def runs(self) -> list[Run]:
        return [Run(edition, self.offer) for edition in self.ahead]

    @cached_property
    def spanish_only(self) -> set[str]:
        """Name the texts that a page in another language shows in Spanish, for want of a translation."""
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        if language == settings.LANGUAGE_CODE:
            return set()
        return {
            field
            for field in OfferTranslation.fields
            if getattr(self.offer, f"{field}_es") and not getattr(self.offer, f"{field}_{language}")
        }

    @property
    def name_language(self) -> str:
        return "es" if "name" in self.spanish_only else ""

    @property
    def abstract_language(self) -> str:
        return "es" if "abstract" in self.spanish_only else ""

    def in_words(self, say: Callable[[Offer | Edition], str]) -> str:
        """Say something of the offer as its editions ahead have it, where they have it otherwise."""
        of_offer = say(self.offer)
        of_editions = [say(edition) or of_offer for edition in self.ahead] or [of_offer]
        return " / ".join(dict.fromkeys(words for words in of_editions if words))

    @property
    def price(self) -> str:
        return self.in_words(lambda terms: price_words(terms, self.offer.credential_price))

    @cached_property
    def facts(self) -> list[Fact]:
        """Return what decides whether the offer suits somebody, unknown facts included."""
        return [
            Fact(_("Who may enrol"), audience_words(self.offer)),
            Fact(_("Price"), self.price),
            Fact(_("Mode"), self.in_words(mode_words)),
            Fact(_("Length"), hours_words(self.offer)),
            Fact(_("Level"), level_words(self.offer)),
            Fact(_("Dates"), self.dates),
        ]

    @property
    def full(self) -> str:
        """Say that what can be joined has no place left, so that nobody learns it on the provider's site."""
        return full_words(self.best_edition) if self.can_enrol else ""

    @property
    def has_waiting_list(self) -> bool:
        return bool(self.full) and self.best_edition.waiting_list is not None

    @property
    def known_facts(self) -> list[Fact]:
        known = [fact for fact in self.facts if fact.text]
        return [*known, Fact(_("Places"), self.full)] if self.full else known

    @property
    def unknown_facts(self) -> str:
        """Name the facts still to be confirmed, in one phrase."""
        return ", ".join(fact.label.lower() for fact in self.facts if not fact.text)

    @property
    def all_facts(self) -> list[Fact]:
        return [
            *self.facts,
            Fact(_("Who pays"), self.in_words(lambda terms: terms.get_funded_by_display())),
            Fact(_("Places"), places_words(self.best_edition)),
            Fact(_("Credential"), self.offer.credential or self.offer.get_credential_type_display()),
            Fact(_("Language"), self.in_words(lambda terms: terms.get_in_language_display())),
        ]

    @cached_property
    def outcomes(self) -> list[OutcomeSheet]:
        """What became of those who enrolled, where a source says and somebody asked (``with_outcomes``)."""
        return [OutcomeSheet(row) for row in getattr(self.offer, "told_outcomes", [])]

    @property
    def digest_facts(self) -> list[Fact]:
        """Return what a mail says beside the dates, in a line each."""
        told = [*self.facts[:4], Fact(_("Places"), self.full)]
        return [fact for fact in told if fact.text]

    @cached_property
    def served(self) -> list[Demand]:
        return self.board.served_by(self.offer)

    @property
    def top_demand(self) -> Demand | None:
        return self.served[0] if self.served else None

    @property
    def top_demand_words(self) -> str:
        return demand_words(self.served[0]) if self.served else ""

    @property
    def cover_words(self) -> str:
        """Say how many of the skills most asked for it teaches, with the survey's n; nothing for none."""
        top = self.board.top_skills
        taught = {link.skill_id for link in self.offer.offer_skills.all() if link.confirmed_on}
        covered = sum(row.skill_id in taught for row in top)
        if not covered:
            return ""
        words = _("Teaches %(covered)s of the %(top)s skills most asked for (edition %(edition)s, n = %(n)s)")
        return words % {
            "covered": covered,
            "top": len(top),
            "edition": top[0].edition,
            "n": top[0].answers,
        }

    @property
    def study_url(self) -> str:
        return study_url(self.served[0]) if self.served else ""

    @property
    def enrol_url(self) -> str:
        """Return where one enrols, else where one reads more; nothing of a run that is closed or over."""
        edition = self.best_edition
        if edition is None:
            return self.offer.url
        if self.can_enrol:
            return edition.enrol_url or self.offer.url
        return self.offer.url or (edition.enrol_url if edition.state in AHEAD_STATES else "")

    @property
    def follow_query(self) -> str:
        """Return what the page that follows this offer is asked."""
        return "?" + urlencode([("oferta", self.offer.slug)])

    @property
    def enrol_site(self) -> str:
        return site_of(self.enrol_url)

    @property
    def contact_url(self) -> str:
        """Return where the provider can be asked: its contact page, or else its site."""
        provider = self.offer.provider
        return provider.contact_url or provider.organisation.website

    @property
    def contact_site(self) -> str:
        return site_of(self.contact_url)

    @property
    def grade(self) -> str:
        """The grade of vocational training that a regulated title is of, in words."""
        grade = GRADES.get(self.offer.regulation_type)
        return str(grade.label) if grade else ""

    @property
    def profiles(self) -> list[ServedLink]:
        return served_links(self.offer.offer_profiles.all(), "profile", self.board.profiles)

    @property
    def skills(self) -> list[ServedLink]:
        return served_links(self.offer.offer_skills.all(), "skill", self.board.skills)
