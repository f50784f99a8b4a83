"""What else to show somebody whose words no offer has together: words that find something, and profiles.

People write as they speak ("quiero trabajar en ciberseguridad"): one of the words is the subject.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Count, Q

from skills.models import Profile, Skill
from tera.criteria import Criteria
from tera.facets import Chip
from training.correction import WORD
from training.counts import hits
from training.demand import DemandBoard
from training.pathways import LEADING, TEACHING, Wanted, most_asked_first
from training.spelling import plain

MOST_WORDS, MOST_PARTS, MOST_NAMED = 8, 3, 3
SHORTEST = 4


@dataclass(frozen=True)
class Named:
    """Profiles and skills that the words name, most asked for first."""

    profiles: list[Wanted]
    skills: list[Wanted]

    def has(self, word: str) -> bool:
        """Whether ``word`` names one of them: then it is a subject, and no filler such as "trabajar"."""
        if any(stem_of(word) in plain(row.term.label) for row in (*self.profiles, *self.skills)):
            return True
        return any(spaced(word) in map(spaced, row.term.aliases) for row in self.skills)


def words_of(text: str) -> list[str]:
    return list({plain(word): word for word in WORD.findall(text)}.values())[:MOST_WORDS]


def stem_of(word: str) -> str:
    """Return how a word begins, its ending aside: "programar" begins as "programador" does."""
    return plain(word)[: max(SHORTEST, len(word) - 2)]


def parts_of(
    criteria: Criteria, language: str, counted: Callable[[Criteria], int], named: Named
) -> list[Chip]:
    """Return texts of fewer words that find something: what is left of all, else words alone.

    Alone, those that name a profile or a skill come first, then the rarest.
    """
    words = words_of(criteria.text)
    if len(words) < 2:
        return []
    found = {word: count for word, count in hits(words, language).items() if count}
    together = " ".join(word for word in words if word in found)
    alone = sorted(found, key=lambda word: (not named.has(word), found[word]))[:MOST_PARTS]
    for texts in ([together] if 1 < len(found) < len(words) else [], alone):
        asked = [replace(criteria, text=text) for text in texts]
        chips = [Chip(f"«{each.text}»", each.query(), counted(each)) for each in asked]
        if any(chip.count for chip in chips):
            return [chip for chip in chips if chip.count]
    return []


def named_in(text: str, language: str, board: DemandBoard) -> Named:
    """Return the profiles and skills with a word that begins as one of the text's does, its ending aside.

    A skill is named by its aliases too: those as they are, since "aws" and "c#" have no endings.
    """
    stems = [stem_of(word) for word in words_of(text) if len(word) >= SHORTEST]
    called = Q(pk__in=[])
    if stems:
        pattern = r"\m(" + "|".join(re.escape(stem) for stem in stems) + ")"
        called = Q(**{f"label_{language}__unaccent__iregex": pattern})
    profiles = Profile.objects.filter(called).annotate(offer_count=Count("offer_profiles", filter=LEADING))
    skills = Skill.objects.filter(called | Q(pk__in=known_as(text)))
    skills = skills.annotate(offer_count=Count("offer_skills", filter=TEACHING))
    return Named(
        profiles=wanted_most(profiles, board.profiles),
        skills=wanted_most(skills, board.skills),
    )


def known_as(text: str) -> list[int]:
    """Return the skills that have one of the text's words, or some in a row, among their aliases."""
    said = spaced(text)
    rows = Skill.objects.exclude(aliases=[]).values_list("pk", "aliases")
    return [pk for pk, aliases in rows if any(spaced(alias) in said for alias in aliases)]


def spaced(text: str) -> str:
    """Return the plain words of a text, each between spaces, so that whole words are compared."""
    return f" {' '.join(map(plain, WORD.findall(text)))} "


def wanted_most(terms, demand: dict) -> list[Wanted]:
    rows = [Wanted(term, demand.get(term.pk), term.offer_count) for term in terms]
    return sorted(rows, key=most_asked_first)[:MOST_NAMED]
