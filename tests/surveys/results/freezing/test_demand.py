"""The demand that is published for the catalogue."""

from decimal import Decimal

import pytest

from skills.models import Demand
from surveys.results.actions import publish_demand
from surveys.results.freeze import freeze_results
from tests.factories.skills import DemandFactory
from tests.surveys.results.freezing.conftest import filled

pytestmark = pytest.mark.django_db


def test_publish_demand_writes_the_published_needs(closed):
    filled(closed)
    freeze_results(closed)

    assert publish_demand(closed, study_path="/estudio/2025/") == 2
    assert set(
        Demand.objects.values_list(
            "edition", "profile__code", "skill__code", "companies", "answers", "population", "level", "rank"
        )
    ) == {
        ("2025", "dev-ai", None, 12, 20, 22, None, 1),
        ("2025", None, "python", 12, 20, 22, Decimal("3.5"), 1),
    }
    assert set(Demand.objects.values_list("study_path", "is_demo")) == {("/estudio/2025/", False)}


def test_publish_demand_replaces_the_rows_of_its_edition_only(closed):
    DemandFactory(edition="2025")
    other = DemandFactory(edition="2024")
    filled(closed)
    freeze_results(closed)

    publish_demand(closed, study_path="/estudio/2025/")
    publish_demand(closed, study_path="/estudio/2025/")

    assert Demand.objects.filter(edition="2025").count() == 2
    assert list(Demand.objects.filter(edition="2024")) == [other]
