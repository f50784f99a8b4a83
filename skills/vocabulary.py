"""The shared words for skills as a person types them: what to offer, and which skill some words name."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from .models import Skill

# What a list of suggestions holds at most; with more, a browser shows none faster than it is read.
MOST_OFFERED = 300


def folded(words: str) -> str:
    """Return words without accents, capitals and doubled spaces, as two people may write the same."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


@dataclass
class Vocabulary:
    """The skills by everything they are called, in either language."""

    labels: list[str] = field(default_factory=list)
    named: dict[str, Skill] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Vocabulary":
        """Read the skills, with one query. A label goes before another skill's alias."""
        found = list(Skill.objects.order_by("code"))
        vocabulary = cls(labels=sorted({skill.label for skill in found}, key=folded)[:MOST_OFFERED])
        for skill in found:
            vocabulary._know(skill, (skill.label_es, skill.label_en))
        for skill in found:
            vocabulary._know(skill, skill.aliases)
        return vocabulary

    def _know(self, skill: Skill, names: Iterable[str | None]) -> None:
        for name in filter(None, names):
            self.named.setdefault(folded(name), skill)

    def find(self, words: object) -> Skill | None:
        """Return the skill that is called exactly so, in whichever language."""
        return self.named.get(folded(words)) if isinstance(words, str) else None
