import pytest

from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.training import ProviderFactory
from tests.training.facets.catalogues import PROFILES, SKILLS

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(db):
    providers = {
        kind: ProviderFactory(provider_type=kind, organisation__slug=f"of-{kind}")
        for kind in ("university", "vendor")
    }
    skills = {code: SkillFactory(code=code, label_es=code) for code in SKILLS}
    profiles = {code: ProfileFactory(code=code, label_es=code) for code in PROFILES}
    return providers, skills, profiles
