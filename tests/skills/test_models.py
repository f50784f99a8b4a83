import pytest
from django.db import IntegrityError

from skills.models import Demand
from tests.factories.skills import DemandFactory, ProfileFactory, SkillFactory

pytestmark = pytest.mark.django_db


def test_demand_refuses_a_profile_and_a_skill_together():
    with pytest.raises(IntegrityError, match="demand_of_a_profile_or_a_skill"):
        DemandFactory(skill=SkillFactory())


def test_demand_of_latest_edition_leaves_out_older_ones():
    profile = ProfileFactory()
    DemandFactory(profile=profile, edition="2024", reference_date="2024-12-31")
    newest = DemandFactory(profile=profile, edition="2025", reference_date="2025-12-31")

    assert list(Demand.objects.of_latest_edition()) == [newest]
