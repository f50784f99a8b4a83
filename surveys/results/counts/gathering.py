"""What the companies of an edition answered to each question, whatever questionnaire it asked.

For the cluster's team: nothing is hidden here, so nothing of it is to be published.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from surveys.enums import AnswerStatus
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.models import Campaign
from surveys.results.places import Place, Spot, united_places
from surveys.results.sent_answers import newest_sent, version_finder
from surveys.results.sent_cases import case_of


@dataclass
class Tally:
    """What was said in one place; of a list, in all its rows."""

    given: list = field(default_factory=list)
    without: Counter[str] = field(default_factory=Counter)
    """How often there was a reason instead of an answer, by status."""


Said = Sequence[tuple[Place, Tally]]


def said_to_each_question(campaign: Campaign) -> list[Said]:
    """Return the places of every question that a company answered a version of, with what was said there.

    The newest version's questions come first, then what only earlier ones asked.
    """
    tallies, versions = gathered(campaign)
    places = united_places(sorted(versions.items(), reverse=True))
    return [
        [(place, tallies.get(place.spot) or Tally()) for place in asked]
        for _variable, asked in groupby(places, lambda place: place.spot.key.variable)
    ]


def gathered(campaign: Campaign) -> tuple[Mapping[Spot, Tally], Mapping[int, Definition]]:
    """Read each company's newest submission, a few at a time; also return the versions they answered."""
    version_of = version_finder(campaign)
    tallies: dict[Spot, Tally] = {}
    versions: dict[int, Definition] = {}
    for sent in newest_sent(campaign):
        for submission in sent:
            version = version_of(submission)
            definition = versions.setdefault(version.number, compiled(version))
            for (key, family), answer in case_of(submission.payload, definition).items():
                of_all_rows = key._replace(row="") if key.variable in definition.lists else key
                tally = tallies.setdefault(Spot(of_all_rows, family), Tally())
                if answer["status"] == AnswerStatus.GIVEN:
                    tally.given.append(answer["value"])
                else:
                    tally.without[answer["status"]] += 1
    return tallies, versions
