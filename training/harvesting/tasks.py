"""What the background worker does for the harvest."""

from django_tasks import task

from .running import perform


@task()
def visit_source(run_id: int) -> None:
    perform(run_id)
