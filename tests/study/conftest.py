"""A closed edition with frozen tables, as the results room leaves it, and its study."""

import pytest

from study.actions import publish_study
from tests.factories.actionplan import (
    ActionFactory,
    IndicatorFactory,
    NeedFactory,
    NodeNeedFactory,
    ObservationFactory,
    PlanFactory,
    SkillNeedFactory,
)
from tests.factories.skills import ProfileFactory
from tests.factories.study import (
    ClosedCampaignFactory,
    ResultTableFactory,
    StudyFactory,
    concealed,
    published,
    table_payload,
)
from tests.factories.surveys import ResponseFactory, UnitFactory
from tests.factories.training import OfferProfileFactory

PROFILES = [
    ("dev-ai", "Programador/a con IA", "Programmer with AI", published(11)),
    ("dev-sec", "Programador/a con ciberseguridad", "Programmer with cybersecurity", published(7)),
    ("qa", "Técnico/a de pruebas", "Tester", concealed()),
]
ACTIVITIES = [
    ("software", "Desarrollo de software", "Software development", published(9)),
    ("telecoms", "Telecomunicaciones", "Telecoms", concealed("protected")),
    ("hardware", "Equipos", "Hardware", published(0)),
]


def make_study(edition="2025", *, companies=14, answered=12, with_results=True, **fields):
    """Return an unpublished study of a closed edition with ``answered`` of ``companies``."""
    campaign = ClosedCampaignFactory(edition=edition, **fields)
    units = UnitFactory.create_batch(companies, campaign=campaign)
    for unit in units[:answered]:
        ResponseFactory(unit=unit, state="submitted", submitted_at=campaign.due_at)
    plan = PlanFactory(title_es="Plan de acción", title_en="Action plan")
    indicator = IndicatorFactory(
        plan=plan, code="i20", level="context", unit="percent", name_es="Competencias", name_en="Skills"
    )
    ObservationFactory(indicator=indicator, geography="ES13", value="54.8", is_baseline=True)
    if with_results:
        freeze(campaign, plan, answers=answered, population=companies)
    return StudyFactory(campaign=campaign, plan=plan)


def freeze(campaign, plan, *, answers, population):
    """Leave tables and needs as the close of an edition leaves them, and one action that answers a need."""
    sizes = {"answers": answers, "population": population}
    sentence = ("La mayoría desarrolla software.", "Most develop software.")
    ResultTableFactory(
        campaign=campaign, payload=table_payload("activity", ACTIVITIES, sentence=sentence, **sizes)
    )
    ResultTableFactory(
        campaign=campaign, payload=table_payload("profiles-demand", PROFILES, kind="profile", **sizes)
    )
    ai = ProfileFactory(
        code=f"dev-ai-{campaign.edition}", label_es="Programador/a con IA", label_en="Programmer with AI"
    )
    need = NeedFactory(campaign=campaign, profile=ai, value=11, rank=1, **sizes)
    SkillNeedFactory(campaign=campaign, value=9, rank=1, **sizes)
    OfferProfileFactory(profile=ai)
    action = ActionFactory(plan=plan, code=f"a1-{campaign.edition}", progress=40)
    NodeNeedFactory(node=action, need=need)


@pytest.fixture
def study(db):
    return make_study()


@pytest.fixture
def snapshot(study, manager):
    return publish_study(study, by=manager)
