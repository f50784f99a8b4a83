"""``manage.py export_answers EDITION FILE``: what an edition's companies sent, as the file's ending says."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.models import Campaign
from surveys.results.answer_files import WRITERS
from surveys.results.sent_answers import TITLES, sent_rows
from surveys.results.statistical.files import PROGRAMS, write_statistical


class Command(BaseCommand):
    help = "Write an edition's answers to a file; its ending, .csv, .xlsx, .json, .sav or .dta, says how."

    def add_arguments(self, parser) -> None:
        parser.add_argument("edition")
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", default="es", help="Of the labels in a .sav or .dta: es or en.")

    def handle(self, *, edition: str, file: Path, language: str, **options) -> None:
        campaign = Campaign.objects.filter(edition=edition).first()
        if campaign is None:
            raise CommandError(f"There is no edition {edition}.")
        kind = file.suffix.lower().lstrip(".")
        if kind not in (*WRITERS, *PROGRAMS):
            endings = ", ".join(f".{end}" for end in (*WRITERS, *PROGRAMS))
            raise CommandError(f"{file.name}: the name must end in {endings}.")
        with file.open("wb") as target:
            if kind in PROGRAMS:
                tally = write_statistical(target, campaign, kind, language)
            else:
                tally = WRITERS[kind](target, TITLES, sent_rows(campaign))
        self.stdout.write(f"{tally.count} rows, SHA-256 {tally.checksum}")
