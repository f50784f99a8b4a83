from django.core.management.base import BaseCommand, CommandError

from surveys.fielding.errors import MailServerUnreachable
from surveys.fielding.outbox import send_queued


class Command(BaseCommand):
    help = "Send the survey e-mails that are queued, once, without the background worker."

    def handle(self, *args, **options) -> None:
        try:
            outcome = send_queued()
        except MailServerUnreachable as error:
            raise CommandError(str(error)) from error
        told = ", ".join(f"{state}: {number}" for state, number in sorted(outcome.items()))
        self.stdout.write(told or "Nothing was queued.")
