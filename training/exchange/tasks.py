"""What the background worker does for imports."""

from django_tasks import task

from .background import perform


@task()
def work_on_import(batch_id: str, user_id: int) -> None:
    perform(batch_id, user_id)
