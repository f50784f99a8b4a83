"""Invented details of each profile that an invented company has or wants."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from surveys.answering.cells import Change

# What a profile has to know, beside what it is called after.
KNOWLEDGE: Mapping[str, Sequence[str]] = {
    "dev-ai": ("ai", "languages"),
    "dev-sec": ("cybersecurity", "languages"),
    "data-an": ("data",),
    "devops": ("cloud",),
    "sec-eng": ("cybersecurity",),
    "sysadmin": ("cloud",),
}
ENTRY_LEVELS = ("fp-higher", "fp-higher", "university", "university", "experience", "bootcamp")


def vacancy_cells(profile: str, figures: Mapping[tuple[str, str], int]) -> Iterator[Change]:
    """Of those to be hired, who is looked for today already; every second post lacks the skills asked."""
    hires, hard = figures.get((profile, "hires-12"), 0), figures.get((profile, "hard-to-fill"), 0)
    if not hires:
        return
    for column, value in {"open": hires, "hard": hard, "shortage": (hard + 1) // 2}.items():
        yield Change("vacancies", value, row=profile, col=column)


def detail_cells(profile: str, figures: Mapping[tuple[str, str], int], chance: Random) -> Iterator[Change]:
    """What is asked of a profile that the company has or wants."""
    now, hires = figures.get((profile, "now"), 0), figures.get((profile, "hires-12"), 0)
    said: dict[str, int | str | list[str]] = {}
    if now:
        said["not-proficient"] = min(now, chance.choice((0, 0, 1)))
    if hires:
        said |= {
            "replacement": chance.randint(0, hires),
            "certainty": chance.choice(("budgeted", "likely", "likely", "exploratory")),
            "knowledge": list(KNOWLEDGE.get(profile, ("languages",))),
            "entry-level": chance.choice(ENTRY_LEVELS),
        }
    for column, value in said.items():
        yield Change("profile-details", value, row=profile, col=column)
