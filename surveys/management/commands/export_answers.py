"""``manage.py export_answers EDITION FILE``: what the companies of an edition sent, as CSV, XLSX or JSON."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.models import Campaign
from surveys.results.answer_files import WRITERS
from surveys.results.sent_answers import TITLES, sent_rows


class Command(BaseCommand):
    help = "Write an edition's answers to a file; its ending, .csv, .xlsx or .json, says how."

    def add_arguments(self, parser) -> None:
        parser.add_argument("edition")
        parser.add_argument("file", type=Path)

    def handle(self, *, edition: str, file: Path, **options) -> None:
        campaign = Campaign.objects.filter(edition=edition).first()
        if campaign is None:
            raise CommandError(f"There is no edition {edition}.")
        write = WRITERS.get(file.suffix.lower().lstrip("."))
        if write is None:
            raise CommandError(
                f"{file.name}: the name must end in {', '.join(f'.{end}' for end in WRITERS)}."
            )
        with file.open("wb") as target:
            tally = write(target, TITLES, sent_rows(campaign))
        self.stdout.write(f"{tally.count} rows, SHA-256 {tally.checksum}")
