from django.core.management.base import BaseCommand

from privacy.retention import clear_what_is_due, due_for_clearing


class Command(BaseCommand):
    help = "Clear personal data kept longer than its purpose says; meant for every day."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go and change nothing")

    def handle(self, *args, dry_run: bool, **options) -> None:
        for due in due_for_clearing() if dry_run else clear_what_is_due():
            self.stdout.write(f"{due.purpose.code}, {due.rule.label}: {due.rows} before {due.before}")
