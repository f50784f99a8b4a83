"""Words that no offer has, put right from the words the catalogue does have; only offered, never applied."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from django.db.models import Func, TextField, Value

from skills.models import Profile, Skill
from tera.criteria import TEXT, Criteria
from tera.kept import Kept
from training.counts import hits
from training.models import Offer, Provider, Synonym
from training.spelling import FAR, distance, plain
from training.versions import site_state

WORD = re.compile(r"[^\W_][\w+#.]*[^\W_]|[^\W_][+#]*", re.UNICODE)
SHORTEST = 4
MOST_WORDS = 6
# Where so few are found, a word may be a slip that an offer shares; what is meant finds many times more.
FEW, TIMES_MORE = 3, 4
# The newest of very many will do: whatever the size of the catalogue, so much is read and no more.
MOST_OFFERS = 5_000
CODES = ("course_code", "certificate_code")

# Two languages, each with the two numbers of times that are asked for.
kept_words = Kept(4)

# The words that name something here, by their plain form, the most frequent first.
Vocabulary = dict[str, str]


@dataclass(frozen=True)
class Correction:
    """What may have been meant, the criteria that ask for it, and how many offers they find."""

    text: str
    criteria: Criteria
    count: int

    @property
    def query(self) -> str:
        return self.criteria.query()


def vocabulary(language: str, *, least: int = 1) -> Vocabulary:
    """Return the words that stand ``least`` times in names and summaries, or among the synonyms.

    Reading thousands of names takes longer than the search itself; each process does it once for each
    state of the catalogue.
    """
    state = (language, least, site_state())
    return kept_words.get_or_make(state, lambda: read_vocabulary(language, least))


def read_vocabulary(language: str, least: int) -> Vocabulary:
    offers = Offer.objects.published().order_by("-pk")[:MOST_OFFERS]
    synonyms = Synonym.objects.filter(language=language)
    columns = [
        *(offers.values_list(field) for field in (f"name_{language}", f"abstract_{language}", *CODES)),
        *(model.objects.order_by().values_list(f"label_{language}") for model in (Skill, Profile)),
        Provider.objects.order_by().values_list("organisation__trade_name"),
        synonyms.order_by().values_list(
            Func("words", Value(" "), function="array_to_string", output_field=TextField())
        ),
    ]
    texts = [text or "" for (text,) in columns[0].union(*columns[1:], all=True)]
    words = [word.lower() for text in texts for word in WORD.findall(text)]
    return {plain(word): word for word, times in Counter(words).most_common() if times >= least}


def likest(word: str, words: Vocabulary, *, most: int = FAR - 1) -> str | None:
    """Return the known word that is nearest to a plain one, if one is near."""
    near = ((distance(word, known), known) for known in words if len(known) >= SHORTEST - 1)
    found = min(near, key=lambda pair: pair[0], default=(FAR, ""))
    return words[found[1]] if found[0] <= most else None


def parted(word: str, words: Vocabulary) -> str | None:
    """Return two known words that were written as one."""
    for place in range(2, len(word) - 1):
        first, second = word[:place], word[place:]
        if first in words and second in words and max(len(first), len(second)) >= SHORTEST:
            return f"{words[first]} {words[second]}"
    return None


def joined(text: str, words: Vocabulary) -> str:
    """Return ``text`` with two words in one where only that is known: "word press", "IFCT-0109"."""
    for first, second in pairwise(WORD.findall(text)):
        whole = plain(first + second)
        if len(whole) < SHORTEST or (plain(first) in words and plain(second) in words and whole not in words):
            continue
        known = words.get(whole) or likest(whole, words, most=0)
        if known:
            text = re.sub(
                rf"{re.escape(first)}[\s-]+{re.escape(second)}", lambda _m, k=known: k, text, count=1
            )
    return text


def corrected(text: str, words: Vocabulary, is_found: Callable[[str], bool] = lambda word: False) -> str:
    """Return ``text`` with what nothing here is called replaced by the likest name, where one is like it.

    A word that something is found by, though nothing is called so, stays as it is.
    """

    def put_right(match: re.Match) -> str:
        word = plain(match[0])
        if len(word) < SHORTEST or word in words or is_found(match[0]):
            return match[0]
        return likest(word, words) or parted(word, words) or match[0]

    return WORD.sub(put_right, joined(text, words))


def correct(
    criteria: Criteria, language: str, total: int, counted: Callable[[Criteria], int]
) -> Correction | None:
    """Return what may have been meant by a text that finds ``total`` offers, if that finds far more."""
    typed = criteria.text
    if not typed or total > FEW or len(typed.split()) > MOST_WORDS:
        return None
    # What an offer or two are found by may be their slip: then only what many are called counts as known.
    words = vocabulary(language, least=FEW + 1 if total else 1)
    text = corrected(typed, words)
    if text != typed and not total:
        alone = hits(WORD.findall(typed), language)
        text = corrected(typed, words, is_found=lambda word: alone.get(word, 1) > 0)
    if plain(text) == plain(typed):
        return None
    meant = replace(criteria, text=text)
    count = counted(meant)
    # A word that every offer has is no subject.
    if count <= total * TIMES_MORE or count == counted(meant.without(TEXT)) > 1:
        return None
    return Correction(text, meant, count)
