"""The demonstration's study, published through the same actions as a real one."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import translation

from actionplan.actions import create_action_from_gap
from actionplan.enums import GapState, NodeKind
from actionplan.gaps import Gap, gaps_of
from actionplan.models import Plan
from study.actions import PublicationRefused, publish_study
from study.languages import LANGUAGES, Text
from study.models import Snapshot, Study
from surveys.demo import CLOSED
from surveys.models import Campaign

MARK = "(demo)"
TITLE: Text = {
    "es": f"Competencias digitales del sector TIC de Cantabria, {CLOSED} {MARK}",
    "en": f"Digital skills of the ICT sector of Cantabria, {CLOSED} {MARK}",
}
INTRODUCTION: Text = {
    "es": (
        "Este estudio es una **demostración**. Las entidades que responden son inventadas y sus respuestas "
        "también; las estadísticas oficiales del contexto, las ofertas del catálogo y el plan de acción son "
        "reales y citan su fuente, salvo las acciones marcadas como demo.\n\n"
        "Sigue el ciclo completo: qué perfiles y competencias piden las empresas, qué formación los cubre, "
        "qué falta y qué se hace al respecto."
    ),
    "en": (
        "This study is a **demonstration**. The organisations that answer are invented and so are their "
        "answers; the official statistics of the context, the offers of the catalogue and the action plan "
        "are real and name their source, save for the actions marked as demo.\n\n"
        "It follows the whole cycle: which profiles and skills companies ask for, what training covers "
        "them, what is missing and what is being done about it."
    ),
}
ACTION: Text = {"es": "Formación para: {label} {mark}", "en": "Training for: {label} {mark}"}
RATIONALE = "Demo: acción inventada para mostrar cómo una brecha pasa al plan."

Steps = Callable[[int, int], None]


def load_study(*, on_step: Steps = lambda done, total: None) -> Snapshot:
    """Return the published study of the closed invented edition, published where it is not yet.

    A run that was cut short leaves a draft at most, which the next one publishes.
    Raises PublicationRefused without that edition.
    """
    campaign = Campaign.objects.filter(edition=CLOSED, is_demo=True).first()
    if campaign is None:
        raise PublicationRefused(f"The invented edition {CLOSED} is not there, so its study is not either.")
    study = Study.objects.filter(campaign=campaign).first() or draft_study(campaign)
    # Without it the untranslated columns would follow the language of whoever runs this.
    with translation.override("es"):
        return study.latest_snapshot or publish_study(study, by=None, on_step=on_step)


@transaction.atomic
def draft_study(campaign: Campaign) -> Study:
    """Write the study's texts and answer its first gaps in the plan."""
    plan = Plan.objects.filter(is_public=True).current_first().first()
    with translation.override("es"):
        study = Study(campaign=campaign, plan=plan)
        for language in LANGUAGES:
            setattr(study, f"title_{language}", TITLE[language])
            setattr(study, f"introduction_{language}", INTRODUCTION[language])
        study.save()
        if plan:
            answer_gaps(campaign, plan)
    return study


def answer_gaps(campaign: Campaign, plan: Plan) -> None:
    """Add an invented action for the profile and the skill most asked for without any training."""
    package = plan.nodes.filter(kind=NodeKind.PACKAGE).in_tree_order().first()
    for gap in first_uncovered(campaign) if package else ():
        titles = {
            language: ACTION[language].format(label=getattr(gap.subject, f"label_{language}"), mark=MARK)
            for language in LANGUAGES
        }
        create_action_from_gap(gap, by=None, parent=package, titles=titles, rationale=RATIONALE)


def first_uncovered(campaign: Campaign) -> Iterator[Gap]:
    uncovered = [gap for gap in gaps_of(campaign) if gap.state == GapState.UNCOVERED]
    for is_profile in (True, False):
        yield from [gap for gap in uncovered if gap.is_profile is is_profile][:1]
