"""The synonyms that the application ships with, given to a list that is the cluster's own.

What was given once is remembered: a word or a group that somebody took out stays out, and what they
changed stays as it is. Only words that were never given are added.
"""

import json
from dataclasses import dataclass

from django.db import transaction

from training.baseline import FOLDER
from training.models import ShippedSynonym, Synonym
from training.spelling import plain

# As many words as a synonym may have.
MOST = 12


@transaction.atomic
def load_synonyms() -> None:
    """Add the shipped words that were never given, to the group they belong to or as a new one."""
    shipped = json.loads((FOLDER / "synonyms.json").read_text(encoding="utf-8"))
    for language, groups in shipped.items():
        given = list(ShippedSynonym.objects.filter(language=language))
        ours = Words(list(Synonym.objects.filter(language=language)))
        for words in groups:
            before = most_alike(words, given)
            give(language, words, before.words if before else [], ours)
            if before:
                before.words = words
                before.save()
            else:
                ShippedSynonym.objects.create(language=language, words=words)


@dataclass
class Words:
    """The synonyms of one language, as they are."""

    rows: list[Synonym]

    def new(self, words: list[str]) -> list[str]:
        known = {plain(word) for row in self.rows for word in row.words}
        return [word for word in words if plain(word) not in known]


def most_alike(words: list[str], rows: list) -> Synonym | ShippedSynonym | None:
    """Return the row that shares most of the words, if it is half of the shorter one's at least."""
    wanted = set(map(plain, words))
    shared = [(len(wanted & set(map(plain, row.words))), row) for row in rows]
    most, row = max(shared, key=lambda pair: pair[0], default=(0, None))
    return row if row and 2 * most >= min(len(wanted), len(row.words)) else None


def give(language: str, words: list[str], before: list[str], ours: Words) -> None:
    never_given = [word for word in words if plain(word) not in set(map(plain, before))]
    row = most_alike(words, ours.rows)
    if row is None:
        # A group that was given and is not there was taken out.
        if not before:
            ours.rows.append(Synonym.objects.create(language=language, words=words))
        return
    added = ours.new(never_given)[: max(0, MOST - len(row.words))]
    if added:
        row.words = [*row.words, *added]
        row.save()
