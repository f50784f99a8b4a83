"""The figures funders ask a cluster for, by year, from the register alone.

Each says over how many members it is known (n of N). The members of a year are those of its last
day, or of today in the present year; the people are those of the newest fact up to that year.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from members.enums import EuBand, OrganisationKind, SizeBand
from members.models import Membership, Organisation, YearlyFact
from members.sizes import MOST_PEOPLE_OF_AN_SME, eu_band

RESEARCH_KINDS = {OrganisationKind.UNIVERSITY, OrganisationKind.TECHNOLOGY_CENTRE}
COMPANY_KINDS = {OrganisationKind.COMPANY, OrganisationKind.SELF_EMPLOYED}


@dataclass(frozen=True)
class Member:
    """One member on the last day of a year, with what was known of it then."""

    kind: str
    headcount: int | None
    women: int | None
    research_projects: int | None
    turnover_band: str
    balance_band: str

    @property
    def eu_band(self) -> EuBand:
        return eu_band(self.headcount, self.turnover_band, self.balance_band)


@dataclass(frozen=True)
class Movement:
    """Who came and went in a year; a member that leaves and comes back in it counts in both."""

    at_start: int
    joined: int
    rejoined: int
    left: int

    @property
    def at_end(self) -> int:
        return self.at_start + self.joined - self.left

    @property
    def attrition(self) -> Decimal | None:
        """Return those that left as a percentage of those there when the year began."""
        return round(Decimal(100 * self.left) / self.at_start, 1) if self.at_start else None


@dataclass(frozen=True)
class Line:
    """One figure of every year; ``known`` are texts such as "30 of 34", empty where all are known."""

    section: str
    title: str
    values: Sequence[int | Decimal | None]
    known: Sequence[str]
    unit: str = ""


Period = tuple[int, date, date | None]


def movement(periods: Iterable[Period], first: date, after: date) -> Movement:
    """Count over ``periods`` (organisation, first day, day after the last) from ``first`` until ``after``.

    Two periods that touch are one stay, as when only the category changes.
    """
    stays: dict[int, list[list]] = {}
    for organisation, start, end in sorted(periods, key=lambda period: (period[0], period[1])):
        known = stays.setdefault(organisation, [])
        if known and known[-1][1] == start:
            known[-1][1] = end
        else:
            known.append([start, end])
    at_start = joined = rejoined = left = 0
    for rows in stays.values():
        for n, (start, end) in enumerate(rows):
            at_start += start < first and (end is None or end >= first)
            came = first <= start < after
            joined += came
            rejoined += came and n > 0
            # Whoever is a member until the last day of the year before has not left in this one.
            left += end is not None and first <= end < after and start < after
    return Movement(at_start, joined, rejoined, left)


def members_of(day: date) -> list[Member]:
    facts = YearlyFact.objects.filter(
        organisation=OuterRef("pk"), headcount__isnull=False, year__lte=day.year
    ).order_by("-year")
    names = ("headcount", "women", "research_projects", "turnover_band", "balance_band")
    newest = {f"newest_{name}": Subquery(facts.values(name)[:1]) for name in names}
    rows = Organisation.objects.members_on(day).order_by().annotate(**newest)
    return [
        Member(kind, headcount, women, projects, turnover or "", balance or "")
        for kind, headcount, women, projects, turnover, balance in rows.values_list("kind", *newest)
    ]


def years_of(periods: Iterable[Period], today: date, most: int) -> list[int]:
    first = min((start.year for _organisation, start, _end in periods), default=today.year)
    return list(range(max(first, today.year - most + 1), today.year + 1))


def indicators(today: date, most_years: int = 5) -> tuple[list[int], list[Line]]:
    """Return the years, newest last, and one line for each figure; two queries and one for each year."""
    rows = Membership.objects.order_by().values_list("organisation", "period__startswith", "period__endswith")
    periods = [row for row in rows if row[1] <= today]
    years = years_of(periods, today, most_years)
    members = [members_of(min(date(year, 12, 31), today)) for year in years]
    moves = [movement(periods, date(year, 1, 1), date(year + 1, 1, 1)) for year in years]
    return years, [*composition(members), *sizes(members), *figures(members), *movements(moves)]


def plain(section: str, title: str, values: Iterable, unit: str = "") -> Line:
    values = list(values)
    return Line(section, title, values, [""] * len(values), unit)


def composition(years: Sequence[Sequence[Member]]) -> list[Line]:
    section = _("Members on the last day of the year")
    kinds = [Counter(member.kind for member in members) for members in years]
    lines = [plain(section, _("All members"), map(len, years))]
    lines += [
        plain(section, str(kind.label), (counts[kind] for counts in kinds))
        for kind in OrganisationKind
        if any(counts[kind] for counts in kinds)
    ]
    research = ([member for member in members if member.kind in RESEARCH_KINDS] for members in years)
    return [
        *lines,
        plain(section, _("Research organisations (universities and technology centres)"), map(len, research)),
    ]


def sizes(years: Sequence[Sequence[Member]]) -> list[Line]:
    companies = [[member for member in members if member.kind in COMPANY_KINDS] for members in years]
    section = _("Companies by size")
    bands = [Counter(SizeBand.of(member.headcount) for member in members) for members in companies]
    eu = [Counter(member.eu_band for member in members) for members in companies]
    lines = [plain(section, str(band.label), (counts[band] for counts in bands)) for band in SizeBand]
    people = [[m.headcount for m in members if m.headcount is not None] for members in companies]
    lines.append(
        Line(
            section,
            _("SMEs by people alone (under 250)"),
            [share(sum(n <= MOST_PEOPLE_OF_AN_SME for n in known), len(known)) for known in people],
            n_of(people, companies),
            "%",
        )
    )
    classed = [[m for m in members if m.eu_band != EuBand.UNKNOWN] for members in companies]
    lines.append(
        Line(
            section,
            _("SMEs by the EU's definition (people and money)"),
            [share(sum(m.eu_band != EuBand.LARGE for m in known), len(known)) for known in classed],
            n_of(classed, companies),
            "%",
        )
    )
    return lines + [
        plain(section, _("EU: %(band)s") % {"band": band.label}, (counts[band] for counts in eu))
        for band in EuBand
    ]


def figures(years: Sequence[Sequence[Member]]) -> list[Line]:
    titles = {
        "headcount": _("People who work in the members"),
        "women": _("Women among them"),
        "research_projects": _("Research projects"),
    }
    return [sum_of(years, name, title) for name, title in titles.items()]


def sum_of(years: Sequence[Sequence[Member]], name: str, title: str) -> Line:
    known = [
        [value for member in members if (value := getattr(member, name)) is not None] for members in years
    ]
    values = [sum(each) if each else None for each in known]
    return Line(_("People and projects"), title, values, n_of(known, years))


def movements(moves: Sequence[Movement]) -> list[Line]:
    section = _("Coming and going")
    return [
        plain(section, _("Members when the year began"), (move.at_start for move in moves)),
        plain(section, _("Joined"), (move.joined for move in moves)),
        plain(section, _("of them, for the second time or more"), (move.rejoined for move in moves)),
        plain(section, _("Left"), (move.left for move in moves)),
        plain(section, _("Attrition: left over those there at the start"), (m.attrition for m in moves), "%"),
    ]


def share(part: int, whole: int) -> Decimal | None:
    return round(Decimal(100 * part) / whole, 1) if whole else None


def n_of(known: Sequence[Sequence], whole: Sequence[Sequence]) -> list[str]:
    return [
        _("%(n)s of %(total)s") % {"n": len(part), "total": len(all_of_them)}
        for part, all_of_them in zip(known, whole, strict=True)
    ]
