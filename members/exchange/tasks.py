"""What the background worker does for imports."""

from django_tasks import task

from members.models import ImportBatch

from .actions import confirm_import, plan_import
from .worker import Importer, perform


@task()
def work_on_import(batch_id: str, user_id: int) -> None:
    perform(REGISTER, batch_id, user_id)


REGISTER = Importer(ImportBatch, plan_import, confirm_import, work_on_import)
