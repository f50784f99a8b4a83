"""What companies sent, as rows for a file: one for each cell, over all versions by stable code.

A row says which version it was asked in; explanations of odd figures are rows too. Responses are
read a few at a time, so that a large edition takes no more memory than a small one.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from surveys.models import Campaign, CheckFlag, QuestionnaireVersion, Submission

TITLES = (
    "edition",
    "questionnaire",
    "version",
    "unit",
    "organisation",
    "receipt",
    "sequence",
    "kind",
    "variable",
    "row",
    "col",
    "status",
    "value",
)
AT_A_TIME = 50
# Between the codes of several choices; no code holds it.
BETWEEN = " | "

Row = tuple[str, ...]


def sent_rows(campaign: Campaign) -> Iterator[Row]:
    """Yield every cell of the newest submission of each company, then what it said of odd figures."""
    for sent in newest_sent(campaign):
        explained = explanations([submission.response_id for submission in sent])
        for submission in sent:
            yield from rows_of(submission, explained.get(submission.response_id, []))


def newest_sent(campaign: Campaign) -> Iterator[list[Submission]]:
    """Yield the newest submission of each company, a few at a time, with its unit."""
    newest = (
        Submission.objects.filter(response__unit__campaign=campaign)
        .order_by("response_id", "-sequence")
        .distinct("response_id")
        .values_list("pk", flat=True)
    )
    keys = iter(list(newest))
    while chunk := list(islice(keys, AT_A_TIME)):
        found = Submission.objects.filter(pk__in=chunk).select_related("response__unit")
        yield list(found.order_by("response__unit_id", "pk"))


def version_finder(campaign: Campaign) -> Callable[[Submission], QuestionnaireVersion]:
    """Return what finds the version that a submission answered: the edition's own where none has its hash."""
    published = QuestionnaireVersion.objects.filter(questionnaire=campaign.questionnaire).published()
    known = {version.definition_sha256: version for version in published}
    return lambda submission: known.get(submission.definition_sha256, campaign.version)


def rows_of(submission: Submission, explained: list[CheckFlag]) -> Iterator[Row]:
    payload, unit = submission.payload, submission.response.unit
    head = (
        payload["edition"],
        payload["questionnaire"],
        str(payload["version"]),
        str(unit.pk),
        unit.name_at_launch,
        submission.receipt_number,
        str(submission.sequence),
    )
    for cell in payload["answers"]:
        place = (cell["variable"], cell["row"], cell["col"])
        yield (*head, "answer", *place, cell["status"], written(cell["value"]))
    for flag in explained:
        yield (*head, "explanation", flag.rule, flag.row_key, "", flag.state, flag.explanation)


def explanations(responses: list) -> dict:
    """Return what was said of odd figures, by response."""
    found: dict = {}
    for flag in CheckFlag.objects.filter(response__in=responses).order_by("response_id", "rule", "row_key"):
        found.setdefault(flag.response_id, []).append(flag)
    return found


def written(value: object) -> str:
    """Return a value as text: figures plain, choices by their codes."""
    if value is None:
        return ""
    return BETWEEN.join(value) if isinstance(value, list) else str(value)
