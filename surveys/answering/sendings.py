"""What a company has sent: more than one submission where the cluster opened its answers again."""

from surveys.models import Reopening, Response, Submission

from .joined import Joined

ROWS = Joined(submission=Submission, reopening=Reopening)
SENT = f"""
SELECT {ROWS.columns}
FROM surveys_submission submission
LEFT JOIN surveys_reopening reopening ON reopening.submission_id = submission.id
WHERE submission.response_id = %s ORDER BY submission.sequence
"""  # noqa: S608 - the names are the models' own


def sendings_of(response: Response) -> list[Submission]:
    """Return the submissions, the newest last, each with its ``reopening`` if there is one."""
    reopened = Submission._meta.get_field("reopening")
    sent = []
    for rows, _rest in ROWS.read(SENT, [response.pk]):
        submission = rows["submission"]
        submission.response = response
        reopened.set_cached_value(submission, rows["reopening"])
        sent.append(submission)
    return sent
