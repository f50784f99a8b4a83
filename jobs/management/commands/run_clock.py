import logging
import signal
from threading import Event

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils import timezone

from jobs.clock import run_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run the recurring jobs when they are due, until stopped. Any number may run beside each other."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now and end")

    def handle(self, *args, once: bool, **options) -> None:
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            self.tick()
            if once:
                break
            # To the next full minute; a signal ends the waiting.
            stopped.wait(60 - timezone.now().second)

    def tick(self) -> None:
        """Run what is due; a database that is away for a while is tried again at the next tick."""
        try:
            for run in run_due():
                self.stdout.write(f"{run.job}: {run.error or run.outcome or 'done'}")
        except Error:
            logger.exception("The clock could not reach the database")
            close_old_connections()
