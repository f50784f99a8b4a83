"""Invented answers with a fixed seed, shaped so that their results say what the study reported.

Each quota is the number of companies out of 31 that give an answer; who they are is drawn,
with companies that plan to hire a profile more likely to need the skills that make it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from surveys.answering.cells import Change

from .demo_details import detail_cells, vacancy_cells

Quotas = Mapping[str, int]

SINGLE: Mapping[str, Quotas] = {
    "activity": {
        "software": 18,
        "consultancy": 6,
        "infrastructure": 2,
        "telecoms": 1,
        "cybersecurity": 1,
        "data-ai": 1,
        "digital-services": 1,
        "training": 1,
    },
    "market": {"spain": 19, "cantabria": 7, "eu": 3, "world": 2},
    "research": {"own": 10, "collaboration": 8, "both": 11, "preparing": 1, "no": 1},
    "turnover-rating": {"high": 12, "very-high": 6, "medium": 8, "low": 3, "very-low": 2},
    "recruited": {"yes": 25, "no": 6},
    "trained": {"yes": 24, "no": 7},
    "local-offer-by-kind": {"1": 2, "2": 8, "3": 11, "4": 7, "not-known": 3},
    "dual-fp": {"yes": 13, "maybe": 12, "no": 6},
}
MULTIPLE: Mapping[str, Quotas] = {
    "hard-to-fill-reasons": {
        "experience": 17,
        "applications": 14,
        "salary": 13,
        "remote-competition": 11,
        "qualifications": 7,
        "location": 3,
        "other": 1,
    },
    "training-channels": {
        "online": 19,
        "vendor": 14,
        "internal": 12,
        "fundae": 10,
        "cluster": 9,
        "non-regulated": 7,
        "university": 6,
        "fp": 5,
    },
    "training-barriers": {"time": 18, "cost": 12, "staff-turnover": 9, "offer": 8, "distance": 3, "none": 5},
    "packages": {"universities-fp": 18, "conecta-empleo": 12, "none": 6},
}
# Companies that plan to hire, and for how many of them it is hard.
PROFILES: Mapping[str, tuple[int, int]] = {
    "dev-ai": (19, 13),
    "dev-sec": (17, 11),
    "an-bus": (13, 6),
    "pm": (12, 5),
    "data-an": (11, 5),
    "dev-web": (10, 3),
    "dev-app": (9, 3),
    "devops": (7, 4),
    "sec-eng": (6, 5),
    "sysadmin": (4, 1),
    "qa": (3, 1),
    "support": (2, 0),
}
# Companies that need the skill, those for which it is urgent now, the profile that goes with it.
SKILLS: Mapping[str, tuple[int, int, str]] = {
    "generative-ai": (23, 14, "dev-ai"),
    "secure-development": (20, 12, "dev-sec"),
    "machine-learning": (18, 9, "dev-ai"),
    "python": (17, 6, "dev-ai"),
    "data-analysis": (16, 7, "data-an"),
    "cloud-platforms": (15, 6, "devops"),
    "agile-project-management": (14, 6, "pm"),
    "business-analysis": (13, 5, "an-bus"),
    "devops-automation": (12, 3, "devops"),
    "javascript": (12, 2, "dev-web"),
    "databases": (11, 2, "data-an"),
    "java": (10, 2, "dev-app"),
    "incident-response": (9, 4, "sec-eng"),
    "security-audit": (8, 3, "sec-eng"),
    "software-testing": (6, 1, "qa"),
    "ux-design": (4, 1, "dev-web"),
}
LEVELS = (2, 3, 3, 3, 4, 4, 5)
LEAVING = {"very-high": 0.35, "high": 0.24, "medium": 0.14, "low": 0.06, "very-low": 0.02}
QUOTA_BASE = 31
# Asked beside what the study reported, drawn apart so that its figures stay what they are.
BESIDE: Mapping[str, Quotas] = {
    "vacancies-now": {"yes": 20, "no": 11},
    "totals-right": {"yes": 22, "about": 9},
    "weeks-to-fill": {"9-16": 12, "4-8": 8, "17-26": 5, "under-4": 3, "over-26": 2, "not-known": 1},
    "not-recruited-why": {"no-need": 16, "uncertainty": 8, "no-candidates": 7},
}
OTHER_REASON = "Motivo inventado"
TEACHERS = ("university", "fp", "non-regulated")
MEASURES = ("dual-fp", "university-courses", "keep-talent", "conecta-empleo", "education-agreement")


@dataclass
class Company:
    """One invented respondent: its size and what it answers, filled step by step."""

    headcount: int
    single: dict[str, str] = field(default_factory=dict)
    multiple: dict[str, list[str]] = field(default_factory=dict)
    hires: dict[str, int] = field(default_factory=dict)
    hard: set[str] = field(default_factory=set)
    skills: dict[str, str] = field(default_factory=dict)


def invent(headcounts: Sequence[int], seed: int) -> list[list[Change]]:
    """Return the cells of one response for each headcount, the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - invented data, nothing secret
    companies = [Company(headcount) for headcount in headcounts]
    for variable, quotas in SINGLE.items():
        deal_single(companies, variable, quotas, chance)
    for profile, (hiring, hard) in PROFILES.items():
        deal_profile(companies, profile, hiring, hard, chance)
    for skill, (needed, urgent, profile) in SKILLS.items():
        deal_skill(companies, skill, needed, urgent, profile, chance)
    for variable, quotas in MULTIPLE.items():
        deal_multiple(companies, variable, quotas, chance)
    given = [list(cells_of(company, chance)) for company in companies]
    beside = Random(seed + 1)  # noqa: S311 - invented data, nothing secret
    for variable, quotas in BESIDE.items():
        deal_single(companies, variable, quotas, beside)
    return [
        [*cells, *cells_beside(company, cells, beside)]
        for company, cells in zip(companies, given, strict=True)
    ]


def scaled(quota: int, companies: Sequence[Company]) -> int:
    return round(quota * len(companies) / QUOTA_BASE)


def deal_single(companies: Sequence[Company], variable: str, quotas: Quotas, chance: Random) -> None:
    hand = [code for code, quota in quotas.items() for _ in range(scaled(quota, companies))]
    filler = max(quotas, key=quotas.get)
    hand = (hand + [filler] * len(companies))[: len(companies)]
    chance.shuffle(hand)
    for company, code in zip(companies, hand, strict=True):
        company.single[variable] = code


def deal_profile(companies: Sequence[Company], profile: str, hiring: int, hard: int, chance: Random) -> None:
    """Larger companies hire more kinds of people, and a few at a time."""
    ranked = sorted(companies, key=lambda c: -(c.headcount**0.3) * chance.uniform(0.4, 1.6))
    chosen = ranked[: scaled(hiring, companies)]
    for company in chosen:
        company.hires[profile] = chance.choice((1, 1, 2)) + (company.headcount > 40) * chance.randint(0, 2)
    for company in chance.sample(chosen, min(scaled(hard, companies), len(chosen))):
        company.hard.add(profile)


def deal_skill(
    companies: Sequence[Company], skill: str, needed: int, urgent: int, profile: str, chance: Random
) -> None:
    ranked = sorted(companies, key=lambda c: -chance.random() - (profile in c.hires))
    for place, company in enumerate(ranked[: scaled(needed, companies)]):
        company.skills[skill] = (
            "now" if place < scaled(urgent, companies) else chance.choice(("year", "none"))
        )


def deal_multiple(companies: Sequence[Company], variable: str, quotas: Quotas, chance: Random) -> None:
    asked = [company for company in companies if is_asked(company, variable)]
    nothing = chance.sample(asked, min(scaled(quotas.get("none", 0), companies), len(asked)))
    others = [company for company in asked if company not in nothing]
    for code, quota in quotas.items():
        takers = (
            nothing if code == "none" else chance.sample(others, min(scaled(quota, companies), len(others)))
        )
        for company in takers:
            company.multiple.setdefault(variable, []).append(code)
    for company in others:
        # Everybody who is asked ticks something; the commonest is the likeliest.
        company.multiple.setdefault(variable, [next(iter(quotas))])


def is_asked(company: Company, variable: str) -> bool:
    gate = {"hard-to-fill-reasons": "recruited", "training-channels": "trained"}.get(variable)
    return gate is None or company.single[gate] == "yes"


def cells_of(company: Company, chance: Random) -> Iterator[Change]:
    leavers = round(company.headcount * LEAVING[company.single["turnover-rating"]])
    yield Change("headcount", company.headcount)
    yield Change("joiners", min(company.headcount, leavers + chance.randint(0, 2)))
    yield Change("leavers", leavers)
    for variable in SINGLE:
        yield from (
            offer_cells(company)
            if variable == "local-offer-by-kind"
            else (Change(variable, company.single[variable]),)
        )
    yield from profile_cells(company, leavers, chance)
    yield from skill_cells(company, chance)
    for variable, codes in company.multiple.items():
        yield Change(variable, codes)
    if company.single["trained"] == "yes":
        yield Change("trained-people", min(company.headcount, max(1, round(company.headcount * 0.4))))


def offer_cells(company: Company) -> Iterator[Change]:
    """How well the local offer fits, the same for whoever teaches it."""
    fit = company.single["local-offer-by-kind"]
    if fit == "not-known":
        yield Change("local-offer-by-kind", status="not_known")
        return
    for teacher in TEACHERS:
        yield Change("local-offer-by-kind", int(fit), row=teacher, col="fit")


def cells_beside(company: Company, given: Sequence[Change], chance: Random) -> Iterator[Change]:
    specialists = sum(int(c.value) for c in given if (c.variable, c.col) == ("profiles", "now"))
    yield Change("ict-staff", specialists)
    recruited = company.single["recruited"] == "yes"
    for variable in ("vacancies-now", "totals-right"):
        yield Change(variable, company.single[variable])
    if recruited:
        yield Change("weeks-to-fill", company.single["weeks-to-fill"])
    else:
        yield Change("not-recruited-why", [company.single["not-recruited-why"]])
    if "other" in company.multiple.get("hard-to-fill-reasons", []):
        yield Change("hard-to-fill-reasons", OTHER_REASON, col="other")
    urgent = [skill for skill, urgency in company.skills.items() if urgency == "now"][:3]
    if urgent:
        yield Change("urgent-skills", urgent)
    figures = {(c.row, c.col): int(c.value) for c in given if c.variable == "profiles"}
    for profile in PROFILES:
        yield from detail_cells(profile, figures, chance)
    yield Change("measures-priority", chance.sample(MEASURES, 3))
    if company.headcount % 3 == 0:
        yield Change("permissions", ["named"])
    if company.single["vacancies-now"] == "yes":
        for profile in PROFILES:
            yield from vacancy_cells(profile, figures)


def profile_cells(company: Company, leavers: int, chance: Random) -> Iterator[Change]:
    staff = company.headcount
    for profile in PROFILES:
        hires = company.hires.get(profile, 0)
        now = min(staff, chance.randint(0, max(1, company.headcount // 5)))
        gone = min(leavers, chance.randint(0, 1)) if now else 0
        if not (now or hires):
            continue
        staff, leavers = staff - now, leavers - gone
        hard = min(hires, 1 + chance.randint(0, 1)) if profile in company.hard else 0
        row = {
            "now": now,
            "leavers": gone,
            "hires-12": hires,
            "hires-24": hires + chance.randint(0, hires),
            "hard-to-fill": hard,
        }
        for column, value in row.items():
            yield Change("profiles", value, row=profile, col=column)
    if not company.hires and not company.headcount:
        yield Change("profiles", 0, row="dev-app", col="now")


def skill_cells(company: Company, chance: Random) -> Iterator[Change]:
    for skill in SKILLS:
        urgency = company.skills.get(skill)
        level = chance.choice(LEVELS) if urgency else 0
        yield Change("skills-needed", level, row=skill, col="level")
        if urgency:
            people = min(company.headcount, 1 + chance.randint(0, 2))
            yield Change("skills-needed", urgency, row=skill, col="urgency")
            yield Change("skills-needed", people, row=skill, col="people")
