"""Which unfinished answers are worth keeping for a second look when an edition closes.

The rule of business surveys that take in what was never sent (reference: ONS, "flushing" partial
responses): unfinished answers are usable when nothing that the questionnaire calls essential is
missing and nothing in them is contradictory. They are set apart and never counted in the published
figures, since nobody declared them true (docs/decisions/0010).
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from surveys.answering.draft import cells_of
from surveys.enums import ResponseState
from surveys.instrument.cells import Cells, Key
from surveys.instrument.checks import failures
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.instrument.routing import find_path
from surveys.models import Answer, Campaign, QuestionnaireVersion, Response, RowItem, Submission


def keep_partial_responses(campaign: Campaign) -> None:
    """Turn every response in progress into a partial one, and note of each whether it is usable.

    Locks first and updates by key: one UPDATE over a join would also take what is submitted meanwhile.
    """
    unfinished = Response.objects.filter(unit__campaign=campaign, state=ResponseState.IN_PROGRESS)
    locked = list(unfinished.select_for_update(of=("self",)).order_by("pk").values_list("pk", "version_id"))
    sent = settle_reopened(pk for pk, _version in locked)
    locked = [(pk, version) for pk, version in locked if pk not in sent]
    usable = usable_among(locked)
    for verdict in (True, False):
        keys = [pk for pk, _version in locked if (pk in usable) is verdict]
        Response.objects.filter(pk__in=keys).update(state=ResponseState.PARTIAL, usable=verdict)


def settle_reopened(responses: Iterable) -> set:
    """Let those that were opened again and not sent again end as sent; return their keys.

    What they sent stands. What was changed since and never sent stays in their rows and events.
    """
    newest = Submission.objects.filter(response=OuterRef("pk")).order_by("-sequence").values("at")[:1]
    reopened = Response.objects.filter(pk__in=list(responses), submissions__isnull=False).distinct()
    keys = set(reopened.values_list("pk", flat=True))
    Response.objects.filter(pk__in=keys).update(state=ResponseState.SUBMITTED, submitted_at=Subquery(newest))
    return keys


def usable_among(responses: Iterable[tuple]) -> set:
    """Return the keys of those usable, of responses given with their version; two queries in all."""
    version_of = dict(responses)
    versions = QuestionnaireVersion.objects.in_bulk(set(version_of.values()))
    cells = cells_by_response(version_of)
    return {pk for pk, version in version_of.items() if is_usable(compiled(versions[version]), cells[pk])}


def is_usable(definition: Definition, cells: Cells) -> bool:
    """Tell whether the essential sections are complete and no hard check fails among the answers."""
    path = find_path(definition, cells)
    essential = definition.essential or tuple(section.code for section in definition.sections)
    complete = not any(step.section.code in essential for step, _question in path.missing())
    return complete and not any(failure.check.is_hard for failure in failures(definition, path.cells))


def cells_by_response(responses: Iterable) -> dict[object, dict[Key, object]]:
    """Return the cells of each response, without those of rows that were removed from a list."""
    removed = RowItem.objects.annotate(row=Cast("key", TextField())).filter(
        response=OuterRef("response"),
        list_code=OuterRef("variable__code"),
        row=OuterRef("row_key"),
        removed_at__isnull=False,
    )
    answers = Answer.objects.filter(~Exists(removed), response__in=list(responses))
    rows = defaultdict(dict)
    for answer in answers.select_related("variable"):
        rows[answer.response_id][Key(answer.variable.code, answer.row_key, answer.col_key)] = answer
    return defaultdict(dict, {pk: cells_of(found) for pk, found in rows.items()})
