"""What n answers of a frame of N companies say, without pretending to more.

The target is always the frame of one edition, so the finite population counts: a
census of 34 with 31 answers has little left to be unsure of.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import comb, sqrt

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A count among those that answered, and what it means for the whole frame.

    ``bounds`` assume nothing about the companies that did not answer; ``interval`` is
    the exact one if their silence were random. Both are counts of companies of N.
    """

    count: int
    answers: int
    population: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.answers <= self.population:
            raise ValueError(f"counts are not nested: {self.count} of {self.answers} of {self.population}")

    @property
    def share(self) -> float | None:
        """The share of those that answered; None without answers, never 0."""
        return self.count / self.answers if self.answers else None

    @property
    def bounds(self) -> tuple[int, int]:
        return self.count, self.count + self.population - self.answers

    @property
    def interval(self) -> tuple[int, int]:
        return exact_interval(self.count, self.answers, self.population)

    @property
    def standard_error(self) -> float | None:
        """The unbiased standard error of the share with the finite correction."""
        if self.answers < 2:
            return None
        p = self.count / self.answers
        fraction_left = 1 - self.answers / self.population
        return sqrt(fraction_left * p * (1 - p) / (self.answers - 1))


@lru_cache(maxsize=4096)
def exact_interval(
    count: int, answers: int, population: int, confidence: float = CONFIDENCE
) -> tuple[int, int]:
    """Invert the hypergeometric tail: the numbers of companies that ``count`` does not contradict."""
    tail = (1 - confidence) / 2
    low, high = count, count + population - answers
    draws = comb(population, answers)

    def ways(have: int, drawn: int) -> int:
        return comb(have, drawn) * comb(population - have, answers - drawn)

    def at_least(have: int) -> float:
        return sum(ways(have, x) for x in range(count, min(have, answers) + 1)) / draws

    def at_most(have: int) -> float:
        return sum(ways(have, x) for x in range(min(count, have) + 1)) / draws

    lower = next((m for m in range(low, high + 1) if at_least(m) > tail), high)
    upper = next((m for m in range(high, low - 1, -1) if at_most(m) > tail), low)
    return lower, upper
