"""What the same organisation said last time: read from what it sent, never from answers still open."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from surveys.enums import WordingChange
from surveys.instrument.cells import Cells, Key
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.models import Response, Submission, VersionVariable

from .payload import cells_in


@dataclass(frozen=True)
class LastEdition:
    """An earlier edition's answers that compare with this one's; false where there are none."""

    label: str = ""
    reference_date: date | None = None
    cells: Cells = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.cells)


NO_EDITION = LastEdition()


def cells_of_last_edition(response: Response) -> LastEdition:
    """Return what the organisation last sent in an earlier edition of the same questionnaire.

    A variable whose series broke in any version since then is left out: its old figure
    answers another question. One query, or two where there is something.
    """
    submission = last_submission(response)
    if submission is None:
        return NO_EDITION
    campaign = submission.response.unit.campaign
    known = compiled(response.version).questions.keys() - broken_since(submission, response)
    return LastEdition(campaign.label, campaign.reference_date, cells_sent(submission, known))


def cells_sent(submission: Submission, variables: Collection[str]) -> Cells:
    """Return what was sent of some variables, but for cells that the response's version no longer has.

    A response may have moved to another version after it was sent.
    """
    definition = compiled(submission.response.version)
    answers = [
        answer
        for answer in submission.payload["answers"]
        if answer["variable"] in variables
        and definition.slot_of(Key(answer["variable"], answer["row"], answer["col"]))
    ]
    return cells_in({"answers": answers}, definition)


def cells_before(response: Response, definition: Definition) -> Cells:
    """Return the last edition's answers for rules to look at; not read where no rule does."""
    looks_back = definition.routing_looks_back or definition.checks_look_back
    return cells_of_last_edition(response).cells if looks_back else {}


def last_submission(response: Response) -> Submission | None:
    unit = response.unit
    earlier = Submission.objects.filter(
        response__unit__organisation=unit.organisation_id,
        response__unit__campaign__questionnaire=unit.campaign.questionnaire_id,
        response__unit__campaign__reference_date__lt=unit.campaign.reference_date,
        response__unit__campaign__is_demo=unit.campaign.is_demo,
    )
    return (
        earlier.select_related("response__unit__campaign", "response__version")
        .defer("response__version__definition")
        .order_by("-response__unit__campaign__reference_date", "-sequence")
        .first()
    )


def broken_since(submission: Submission, response: Response) -> set[str]:
    """Return the variables that no longer mean what they did when that was sent."""
    breaks = VersionVariable.objects.filter(
        version__questionnaire=response.unit.campaign.questionnaire_id,
        version__number__gt=submission.payload["version"],
        version__number__lte=response.version.number,
        change=WordingChange.BREAK,
    )
    return set(breaks.values_list("variable__code", flat=True))
