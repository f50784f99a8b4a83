"""What follows once a file's columns are chosen: few rows are looked at on the page, many by the worker."""

from members.enums import ImportWork
from members.models import ImportBatch, User

from .actions import choose_columns
from .tasks import REGISTER
from .worker import ask_worker


def take_columns(batch: ImportBatch, columns: list[str], *, by: User) -> None:
    """Keep the columns of a file and have it looked at. Raises Expired."""
    choose_columns(batch, columns)
    if batch.is_big:
        ask_worker(REGISTER, batch, ImportWork.CHECK, by=by)
