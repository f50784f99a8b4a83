from django.conf import settings
from django.core.management import BaseCommand, CommandError

from members.demo import load_members
from study.demo import load_study
from study.loading import Step, run_steps
from surveys.demo import load_editions

STEPS = [
    Step("Invented members", load_members),
    Step("Editions of the survey", load_editions, detailed=True),
    Step("Study of the closed edition", load_study, detailed=True),
]
MODES = ("demo", "test")


class Command(BaseCommand):
    help = "Load the invented members and survey editions of the demonstration, after load_baseline."

    def handle(self, *args, **options):
        if settings.MODE not in MODES:
            raise CommandError("Invented data is loaded only with TERA_MODE=demo or test.")
        run_steps(STEPS, self.stdout)
