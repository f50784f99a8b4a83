"""What a company says of the survey itself, once its answers are sent."""

from django.utils import timezone

from surveys.answering.errors import NotSent
from surveys.models import Feedback, Response


def give_feedback(response: Response, *, difficulty: str, minutes: int | None, comment: str) -> Feedback:
    """Keep what the company says; said again, it replaces what it said before.

    Raises ``NotSent`` before anything was sent.
    """
    if not response.submissions.exists():
        raise NotSent
    said = {"difficulty": difficulty, "minutes": minutes, "comment": comment, "at": timezone.now()}
    feedback, _created = Feedback.objects.update_or_create(response=response, defaults=said)
    return feedback
