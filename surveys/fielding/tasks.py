"""What the background worker does for the survey."""

from django_tasks import task

from .outbox import send_queued


@task()
def send_outbox() -> dict[str, int]:
    """Send what is queued; harmless to run at any time and by several workers."""
    return send_queued()
