"""A closed edition with what its companies sent."""

import pytest
from django.utils import timezone

from surveys.instrument.hashing import hash_json
from surveys.models import Campaign, QuestionnaireVersion, Submission
from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory, VersionFactory
from tests.surveys.results.conftest import DEFINITION, cell


def in_use(definition: dict, **rest) -> QuestionnaireVersion:
    """A version that the linter has not seen: these questions have no pages and no translations."""
    return VersionFactory(
        definition=definition,
        status="published",
        published_at=timezone.now(),
        definition_sha256=hash_json(definition),
        **rest,
    )


@pytest.fixture
def closed() -> Campaign:
    """A closed edition of the questions the tables read, as yet without units."""
    version = in_use(DEFINITION)
    return CampaignFactory(
        version=version, state="closed", closed_at=timezone.now(), edition="2025", label="Edition 2025"
    )


def submit(campaign: Campaign, cells: list[dict], **unit) -> Submission:
    unit = UnitFactory(campaign=campaign, **unit)
    response = ResponseFactory(unit=unit, state="submitted", submitted_at=timezone.now())
    return again(response, cells, sequence=1)


def again(response, cells: list[dict], *, sequence: int, sha256: str = "") -> Submission:
    return Submission.objects.create(
        response=response,
        sequence=sequence,
        idempotency_key=f"00000000-0000-4000-8000-{response.unit_id:010d}{sequence:02d}",
        receipt_number=f"R-{response.unit_id}-{sequence}",
        definition_sha256=sha256 or response.version.definition_sha256,
        payload={"answers": cells},
        payload_sha256="y",
    )


def wants(people: int = 1, level: int = 3) -> list[dict]:
    return [
        cell("profiles", people, "dev-ai", "hires-12"),
        cell("skills-needed", level, "python", "level"),
        cell("skills-needed", "now" if level > 3 else "year", "python", "urgency"),
    ]


def filled(campaign: Campaign) -> None:
    """Twelve companies want dev-ai and python, two want qa and java, eight want nothing; two are silent."""
    ProfileFactory(code="dev-ai")
    ProfileFactory(code="qa")
    SkillFactory(code="python")
    SkillFactory(code="java")
    few = [cell("profiles", 1, "qa", "hires-12"), cell("skills-needed", 2, "java", "level")]
    for number in range(12):
        submit(campaign, wants(level=3 + number % 2) + (few if number < 2 else []))
    for _ in range(8):
        submit(campaign, [])
    for _ in range(2):
        UnitFactory(campaign=campaign)
