"""What a company says of figures that look odd, kept as soon as it is said."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from surveys.answering.draft import Draft
from surveys.answering.oddities import Mark, Oddity, mark_of, oddities_in
from surveys.enums import CheckState
from surveys.instrument.cells import Key
from surveys.instrument.checks import Failure, failures
from surveys.models import CheckFlag, Response

from .guard import lock, refuse_unless_writable

KEPT = ["state", "figures", "explanation", "actor", "at"]


@transaction.atomic
def explain_checks(
    response: Response,
    explanations: Mapping[Mark, str],
    *,
    confirmed: Collection[Mark] = (),
    seen: Collection[Mark] = (),
    actor: str,
    at: datetime | None = None,
) -> tuple[Oddity, ...]:
    """Store what was said of the soft checks that fail now, by rule and row; return them all.

    ``confirmed`` are right as they are; ``seen`` were shown and nothing was said. Locks the
    response; raises ``SurveyClosed`` or ``AlreadySubmitted``.
    """
    response = lock(response)
    at = at or timezone.now()
    refuse_unless_writable(response, at)
    draft = Draft.of(response)
    found = failures(draft.definition, draft.path().cells, draft.previous)
    return settle_checks(
        response, found, explanations=explanations, confirmed=confirmed, seen=seen, actor=actor, at=at
    )


def settle_checks(
    response: Response,
    found: Iterable[Failure],
    *,
    explanations: Mapping[Mark, str],
    confirmed: Collection[Mark] = (),
    seen: Collection[Mark] = (),
    actor: str,
    at: datetime,
) -> tuple[Oddity, ...]:
    """Keep one flag for each soft check that fails and was said or shown something about; drop the rest.

    The response is one that ``lock`` returned.
    """
    found = tuple(found)
    kept = response.check_flags.all() if found or response.has_flags else ()
    flags = {(flag.rule, flag.row_key): flag for flag in kept}
    odd = oddities_in(found, flags.values())
    failing = {oddity.mark for oddity in odd}
    written = {
        oddity.mark: flag
        for oddity in odd
        if (flag := _flag_for(response, oddity, explanations, confirmed, seen, actor, at))
    }
    if right := [flag.pk for mark, flag in flags.items() if mark not in failing]:
        CheckFlag.objects.filter(pk__in=right).delete()
    if written:
        CheckFlag.objects.bulk_create(
            written.values(),
            update_conflicts=True,
            unique_fields=["response", "rule", "row_key"],
            update_fields=KEPT,
        )
    return tuple(Oddity(oddity.failure, written.get(oddity.mark, oddity.flag)) for oddity in odd)


def _flag_for(
    response: Response,
    oddity: Oddity,
    explanations: Mapping[Mark, str],
    confirmed: Collection[Mark],
    seen: Collection[Mark],
    actor: str,
    at: datetime,
) -> CheckFlag | None:
    """Return the flag to write for what was said; None leaves the one there is."""
    mark, text = oddity.mark, explanations.get(oddity.mark, "").strip()
    if text:
        state = CheckState.EXPLAINED
    elif mark in confirmed:
        state = CheckState.CONFIRMED
    elif mark in seen and not oddity.is_known:
        state, text = CheckState.OPEN, oddity.explanation
    else:
        return None
    if oddity.is_known and (oddity.flag.state, oddity.flag.explanation) == (state, text):
        return None
    rule, row = mark
    return CheckFlag(
        response=response,
        rule=rule,
        row_key=row,
        state=state,
        figures=oddity.failure.figures,
        explanation=text,
        actor=actor,
        at=at,
    )


def clear_settled(draft: Draft, changed: Iterable[Key]) -> None:
    """Drop the flags of checks that a change made right; no query where nothing was doubted."""
    if not draft.response.has_flags:
        return
    checks = draft.definition.checks_of
    touched = {check for variable in {key.variable for key in changed} for check in checks[variable]}
    flags = list(draft.response.check_flags.filter(rule__in=[check.code for check in touched]))
    previous = draft.previous if any(check.looks_back for check in touched) else {}
    found = failures(draft.definition, draft.path().cells, previous, among=touched)
    failing = {mark_of(failure) for failure in found}
    right = [flag.pk for flag in flags if (flag.rule, flag.row_key) not in failing]
    CheckFlag.objects.filter(pk__in=right).delete()
