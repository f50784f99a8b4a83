"""How alike two words are to whoever hears them in Spanish or slips on a key; pure, and without any list."""

import re
import unicodedata

# In this order: what sounds the same in Spanish is written one way. "exel", "exsel" and "excel" are one.
SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"(?<!c)h", ""),
        (r"x", "ks"),
        (r"c(?=[eiy])|z", "s"),
        (r"qu(?=[eiy])|q|c(?!h)", "k"),
        (r"v", "b"),
        (r"ll|y", "i"),
        (r"(.)\1+", r"\1"),
    )
]
# From so many letters on, two slips are still the same word; below so many, one letter for another is not.
LONG, SHORT = 9, 5
FAR = 99


def plain(word: str) -> str:
    """Return a word without accents and case, as words are compared here."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def sound_of(word: str) -> str:
    """Return how a plain word sounds, so that spellings of one sound are equal."""
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word


def slips(one: str, other: str) -> int:
    """Return how many letters were left out, added, changed or swapped with the next one."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        last, row = row, [place]
        for at, there in enumerate(other, 1):
            steps = min(last[at] + 1, row[at - 1] + 1, last[at - 1] + (letter != there))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == there:
                steps = min(steps, before[at - 2] + 1)
            row.append(steps)
        before = last
    return row[-1]


def distance(typed: str, known: str) -> int:
    """Return how far a plain word is from a known one: 0 sounds the same, ``FAR`` is another word."""
    if abs(len(typed) - len(known)) > 2 or len(set(typed) ^ set(known)) > 4:
        return FAR
    said, meant = sound_of(typed), sound_of(known)
    if said == meant:
        return 0
    if len(known) <= SHORT and len(said) == len(meant) and sorted(said) != sorted(meant):
        return FAR
    written = slips(typed, known)
    if written == 1 or slips(said, meant) == 1:
        return 1
    return 2 if len(typed) >= LONG and written == 2 else FAR
