"""A word that no offer has, put right from the words the catalogue does have; only offered, never applied."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from skills.models import Profile, Skill
from tera.criteria import Criteria
from training.counts import count_facets
from training.models import Offer

WORD = re.compile(r"[^\W_][\w+#.]*[^\W_]|[^\W_][+#]*", re.UNICODE)
SHORTEST = 4
# Below, "contabilidad" would be taken for "conectividad"; above, "kuberentes" is not "kubernetes".
LIKENESS = 0.8
MOST_WORDS = 6


@dataclass(frozen=True)
class Correction:
    """What may have been meant, the address that asks for it, and how many offers it finds."""

    text: str
    query: str
    count: int


def plain(word: str) -> str:
    """Return a word without accents and case, as words are compared here."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def vocabulary(language: str) -> dict[str, str]:
    """Return the words of the published offers, the skills and the profiles, by their plain form."""
    names = [
        *Offer.objects.published().values_list(f"name_{language}", f"abstract_{language}"),
        *Skill.objects.values_list(f"label_{language}"),
        *Profile.objects.values_list(f"label_{language}"),
    ]
    words = (word for texts in names for text in texts for word in WORD.findall(text or ""))
    return {plain(word): word.lower() for word in words if len(word) >= SHORTEST}


def corrected(text: str, words: dict[str, str]) -> str:
    """Return ``text`` with each unknown word replaced by the likest known one, where one is like it."""

    def put_right(match: re.Match) -> str:
        word = plain(match[0])
        if len(word) < SHORTEST or word in words:
            return match[0]
        like = get_close_matches(word, words, n=1, cutoff=LIKENESS)
        return words[like[0]] if like else match[0]

    return WORD.sub(put_right, text)


def correct(criteria: Criteria, language: str, day: date) -> Correction | None:
    """Return what may have been meant by a text that finds nothing, if that finds something."""
    if not criteria.text or len(criteria.text.split()) > MOST_WORDS:
        return None
    text = corrected(criteria.text, vocabulary(language))
    if plain(text) == plain(criteria.text):
        return None
    meant = replace(criteria, text=text)
    count = count_facets(Offer.objects.published(), meant, language, day).total
    return Correction(text, meant.query(), count) if count else None
