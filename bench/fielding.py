"""An edition with 3,000 companies of the invented register, each with one contact."""

from datetime import timedelta
from functools import cache

from django.db import connection
from django.utils import timezone

from surveys.models import Campaign, QuestionnaireVersion

UNITS = 3_000

FILL = f"""
WITH chosen AS (
    SELECT id, legal_name, row_number() OVER (ORDER BY id) AS n FROM members_organisation
    WHERE slug LIKE 'bench-%%' ORDER BY id LIMIT {UNITS}
), people AS (
    INSERT INTO members_person (given_name, family_name, work_email, work_phone, language)
    SELECT 'Persona', n::text, 'bench-' || n || '@bench.example', '', 'es' FROM chosen
    RETURNING id, family_name
), posts AS (
    INSERT INTO members_post (person_id, organisation_id, role)
    SELECT p.id, c.id, 'survey_contact' FROM people p JOIN chosen c ON c.n::text = p.family_name
)
INSERT INTO surveys_unit (campaign_id, organisation_id, name_at_launch, size_band, stratum, headcount, in_scope, out_reason)
SELECT %s, id, left(legal_name, 200), '10-25', 'company', 12, true, '' FROM chosen
"""  # noqa: S608, E501 - the only value put in is a constant of this module


@cache
def large_edition() -> Campaign:
    """Return an open edition of its own questionnaire, filled once; needs the large register."""
    version = QuestionnaireVersion.objects.published().first()
    # In the field when the demonstration's editions are not: two of one questionnaire never overlap.
    opens = timezone.now() - timedelta(days=1)
    Campaign.objects.open().update(state="closed", closed_at=opens - timedelta(days=1))
    campaign = Campaign.objects.create(
        questionnaire=version.questionnaire,
        version=version,
        edition="bench",
        label_es="Edición grande",
        label_en="Large edition",
        reference_date=opens.date(),
        opens_at=opens,
        due_at=opens + timedelta(days=20),
        closes_at=opens + timedelta(days=30),
        state="open",
        is_demo=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(FILL, [campaign.pk])
        cursor.execute("ANALYZE")
    return campaign
