"""Up to four offers beside each other: the same facts of each, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.demand import DemandBoard
from training.models import Offer
from training.presentation import Fact, OfferSheet
from training.reading import with_outcomes, with_what_sheets_read
from training.served import ServedLink

PARAMETER = "oferta"
MOST = 4


@dataclass(frozen=True)
class Row:
    """One fact of every offer, in the order of the columns; an empty text is unknown."""

    label: str
    texts: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether two offers are known to differ; what is not known may yet be the same."""
        return len(set(filter(None, self.texts))) > 1


@dataclass(frozen=True)
class Comparison:
    """The offers asked for, in that order; ``unknown`` are not to be seen, ``left_out`` too many."""

    sheets: tuple[OfferSheet, ...]
    unknown: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @classmethod
    def of(cls, slugs: Sequence[str], offers: QuerySet[Offer], board: DemandBoard, day: date) -> Self:
        asked = list(dict.fromkeys(slug for slug in slugs if "\0" not in slug))
        # What is far too much to be a person's choice is not looked for.
        rows = with_what_sheets_read(offers.filter(slug__in=asked[: MOST * 5]), day)
        found = {offer.slug: offer for offer in with_outcomes(rows)}
        known = [slug for slug in asked if slug in found]
        return cls(
            sheets=tuple(OfferSheet(found[slug], board) for slug in known[:MOST]),
            unknown=tuple(slug for slug in asked[: MOST * 5] if slug not in found),
            left_out=tuple(found[slug].name for slug in known[MOST:]),
        )

    @cached_property
    def facts(self) -> list[Row]:
        facts = [facts_of(sheet) for sheet in self.sheets]
        return [Row(line[0].label, tuple(fact.text for fact in line)) for line in zip(*facts, strict=True)]

    @property
    def rows(self) -> list[Row]:
        return [row for row in self.facts if any(row.texts)]

    @property
    def known_of_none(self) -> str:
        """Name what no source says of any of the offers, in one phrase."""
        return ", ".join(row.label.lower() for row in self.facts if not any(row.texts))

    @property
    def columns(self) -> list[tuple[OfferSheet, str]]:
        """Return each offer with the address of the comparison without it."""
        slugs = [sheet.offer.slug for sheet in self.sheets]
        return [
            (sheet, "?" + urlencode([(PARAMETER, slug) for slug in slugs if slug != sheet.offer.slug]))
            for sheet in self.sheets
        ]


def facts_of(sheet: OfferSheet) -> list[Fact]:
    offer = sheet.offer
    return [
        Fact(_("Provider"), str(offer.provider)),
        *sheet.all_facts,
        Fact(_("What you need to start"), offer.prerequisites),
        Fact(_("Profiles it leads to"), labels(sheet.profiles)),
        Fact(_("Skills it teaches"), labels(sheet.skills)),
        Fact(_("What the companies ask for"), need_words(sheet)),
        Fact(
            _("What became of those who enrolled"), "; ".join(filter(None, (o.words for o in sheet.outcomes)))
        ),
        Fact(_("Checked on"), date_format(offer.source_checked_on) if offer.source_checked_on else ""),
    ]


def labels(links: Sequence[ServedLink]) -> str:
    return ", ".join(link.label for link in links if link.confirmed)


def need_words(sheet: OfferSheet) -> str:
    if not (need := sheet.top_demand):
        return ""
    return f"{need.profile or need.skill}: {sheet.top_demand_words}"
