from django.core.management import BaseCommand

from actionplan.baseline import load_plan
from members.baseline import load_organisations
from skills.baseline import load_vocabulary
from study.loading import Step, run_steps
from surveys.instrument.shipped import load_questionnaire
from training.baseline import load_offers
from training.everyday import load_synonyms

STEPS = [
    Step("Skills, occupations and professional profiles", load_vocabulary),
    Step("Organisations that the plan and the catalogue name", load_organisations),
    Step("Questionnaire", load_questionnaire),
    Step("Training offers", load_offers),
    Step("Synonyms of the search", load_synonyms),
    Step("Action plan", load_plan),
]


class Command(BaseCommand):
    help = "Load what the application ships with: real facts with their sources. Safe to run again."

    def handle(self, *args, **options):
        run_steps(STEPS, self.stdout)
