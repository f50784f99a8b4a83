"""Taking in a file that somebody brings: few rows are looked at on the page, many by the worker."""

from members.enums import ImportWork
from members.exchange.worker import ask_worker
from members.models import User
from training.models import OfferImport, Provider

from .actions import receive_file
from .tasks import OFFERS


def take_file(content: bytes, name: str, *, by: User, provider: Provider | None = None) -> OfferImport:
    """Take a file in and have it looked at. Raises SpreadsheetRefused."""
    batch = receive_file(content, name, by=by, provider=provider)
    if batch.is_big:
        ask_worker(OFFERS, batch, ImportWork.CHECK, by=by)
    return batch
