"""What the companies of an edition said of the survey itself, counted and in their words."""

from collections import Counter
from dataclasses import dataclass
from statistics import median

from surveys.enums import Difficulty
from surveys.models import Campaign, Feedback


@dataclass(frozen=True)
class Opinions:
    said: int
    difficulties: list[tuple[str, int]]
    """How many found it how hard, each grade once, from easy to hard."""
    timed: int
    minutes: float | None
    """The median of the minutes that those who gave them took."""
    longest: int | None
    comments: list[Feedback]


def opinions_of(campaign: Campaign) -> Opinions:
    found = list(
        Feedback.objects.filter(response__unit__campaign=campaign)
        .select_related("response__unit")
        .defer("response__unit__campaign")
    )
    counted = Counter(one.difficulty for one in found)
    minutes = [one.minutes for one in found if one.minutes is not None]
    return Opinions(
        said=len(found),
        difficulties=[(str(grade.label), counted[grade]) for grade in Difficulty],
        timed=len(minutes),
        minutes=median(minutes) if minutes else None,
        longest=max(minutes, default=None),
        comments=[one for one in found if one.comment],
    )
