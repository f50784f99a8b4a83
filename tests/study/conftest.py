"""A closed edition with frozen tables, as the results room leaves it, and its study."""

import pytest

from study.actions import publish_study
from tests.factories.study import (
    ClosedCampaignFactory,
    ContextIndicatorFactory,
    NodeFactory,
    ObservationFactory,
    PlanFactory,
    ResultTableFactory,
    StudyFactory,
    SubmittedResponseFactory,
    UnitFactory,
    concealed,
    published,
    table_payload,
)

PROFILES = [
    ("dev-ai", "Programador/a con IA", "Programmer with AI", published(3)),
    ("dev-sec", "Programador/a con ciberseguridad", "Programmer with cybersecurity", published(2)),
    ("qa", "Técnico/a de pruebas", "Tester", concealed()),
]
ACTIVITIES = [
    ("software", "Desarrollo de software", "Software development", published(3)),
    ("telecoms", "Telecomunicaciones", "Telecoms", concealed("protected")),
    ("hardware", "Hardware", "Hardware", published(0)),
]


def make_study(edition="2025", *, companies=4, answered=3, with_results=True):
    """Return an unpublished study of a closed edition with ``answered`` of ``companies``."""
    campaign = ClosedCampaignFactory(edition=edition)
    units = UnitFactory.create_batch(companies, campaign=campaign)
    for unit in units[:answered]:
        SubmittedResponseFactory(unit=unit)
    if with_results:
        freeze(campaign, answers=answered, population=companies)
    plan = PlanFactory()
    NodeFactory(plan=plan, code="a1-1", progress=40)
    NodeFactory(plan=plan, code="secret", is_public=False)
    ObservationFactory(indicator=ContextIndicatorFactory(plan=plan))
    return StudyFactory(campaign=campaign, plan=plan)


def freeze(campaign, *, answers, population):
    sizes = {"answers": answers, "population": population}
    sentence = ("La mayoría desarrolla software.", "Most develop software.")
    tables = [
        table_payload("activity", ACTIVITIES, sentence=sentence, **sizes),
        table_payload("profiles-demand", PROFILES, kind="profile", **sizes),
    ]
    for position, payload in enumerate(tables):
        ResultTableFactory(campaign=campaign, code=payload["code"], position=position, payload=payload)


@pytest.fixture
def study(db):
    return make_study()


@pytest.fixture
def snapshot(study, manager):
    return publish_study(study, by=manager)
