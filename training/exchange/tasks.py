"""What the background worker does for imports."""

from django_tasks import task

from members.exchange.worker import Importer, perform
from training.models import OfferImport

from .actions import confirm_import, plan_import


@task()
def work_on_import(batch_id: str, user_id: int) -> None:
    perform(OFFERS, batch_id, user_id)


OFFERS = Importer(OfferImport, plan_import, confirm_import, work_on_import)
