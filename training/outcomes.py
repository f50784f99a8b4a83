"""What became of those who enrolled, as a small table: only what a source says, and of whom it says it."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from training.enums import OutcomeScope
from training.models import Outcome


@dataclass(frozen=True)
class Step:
    """One step of the way: how many people, and which share of whom."""

    label: str
    people: str
    share: str


def percent(share: Decimal | float) -> str:
    return _("%(share)s %%") % {"share": number_format(share, 1 if share % 1 else 0)}


def people(number: int | None) -> str:
    """Return a number of people; a few are not counted out."""
    if number is None:
        return ""
    least = settings.DISCLOSURE_MINIMUM
    return number_format(number) if number == 0 or number >= least else _("fewer than %(n)s") % {"n": least}


def of_whole(part: int | None, whole: int | None, words: str) -> str:
    if part is None or not whole or 0 < part < settings.DISCLOSURE_MINIMUM:
        return ""
    return words % {"share": percent(round(100 * part / whole))}


class OutcomeSheet:
    """An outcome as the public reads it."""

    def __init__(self, outcome: Outcome):
        self.outcome = outcome

    @property
    def is_of_more(self) -> bool:
        """Whether the figures are of more than the offer on whose page they stand."""
        return self.outcome.scope == OutcomeScope.PROGRAMME

    @property
    def steps(self) -> list[Step]:
        row = self.outcome
        of_enrolled, of_started = _("%(share)s of those enrolled"), _("%(share)s of those who started")
        steps = [
            Step(_("Enrolled"), people(row.enrolled), ""),
            Step(_("Started"), people(row.started), of_whole(row.started, row.enrolled, of_enrolled)),
            Step(_("Passed"), people(row.passed), of_whole(row.passed, row.started, of_started)),
            self.in_work(_("In work after 6 months"), row.in_work_6m, row.in_work_6m_share),
            self.in_work(_("In work after 12 months"), row.in_work_12m, row.in_work_12m_share),
        ]
        return [step for step in steps if step.people or step.share]

    def in_work(self, label: str, number: int | None, share: Decimal | None) -> Step:
        told = of_whole(number, self.outcome.started, _("%(share)s of those who started"))
        return Step(label, people(number), percent(share) if share is not None else told)

    @property
    def words(self) -> str:
        """Say it in one line, for where offers stand beside each other."""
        parts = [f"{step.label}: {step.people or step.share}" for step in self.steps]
        return f"{self.outcome.title}: {' → '.join(parts)}" if parts else ""
