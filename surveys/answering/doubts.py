"""Odd figures on the page where they were typed: shown once after saving, explained at once."""

from contextlib import suppress

from surveys.instrument.checks import Failure
from surveys.instrument.routing import Step

from .actions import explain_checks
from .errors import AlreadySubmitted, SurveyClosed
from .explaining import ExplainingForm
from .oddities import Oddity
from .sitting import Sitting


def open_oddities(sitting: Sitting, step: Step) -> tuple[Oddity, ...]:
    """Return what looks odd on a page and is not explained yet."""
    found = sitting.failures_about(step.questions, hard=False)
    return tuple(oddity for oddity in sitting.oddities_among(found) if not oddity.is_settled)


def explaining_form(sitting: Sitting, step: Step, data=None) -> ExplainingForm | None:
    """Return the fields to explain a page's odd figures; None where nothing looks odd."""
    oddities = open_oddities(sitting, step)
    return ExplainingForm(oddities, data) if oddities else None


def contradictions(sitting: Sitting, step: Step) -> list[tuple[str, Failure]]:
    """Return what has to be corrected before sending: each with the page's question it stands beside."""
    found = sitting.failures_about(step.questions, hard=True)
    return [(Oddity(failure).place_among(step.questions) or "", failure) for failure in found]


def keep_said(sitting: Sitting, form: ExplainingForm, *, seen: bool = False) -> bool:
    """Store what was said of odd figures; tell whether any is shown for the first time.

    What was sent meanwhile, or came too late, takes no more explanations: then nothing is kept.
    """
    new = {mark for mark, oddity in form.oddities.items() if not oddity.is_known} if seen else set()
    new -= form.explanations.keys() | form.confirmed
    if not (new or form.explanations or form.confirmed):
        return False
    with suppress(AlreadySubmitted, SurveyClosed):
        explain_checks(
            sitting.response,
            form.explanations,
            confirmed=form.confirmed,
            seen=new,
            actor=sitting.actor,
        )
    return bool(new)
