"""Handing an edition's published needs down to the shared vocabulary."""

from django.db import transaction

from skills.models import Demand
from surveys.enums import Measure
from surveys.models import Campaign

DEMANDED = (Measure.COMPANIES_ASKING, Measure.SKILL_NEEDED)


@transaction.atomic
def publish_demand(campaign: Campaign, *, study_path: str) -> int:
    """Replace the edition's rows of ``skills.Demand`` by its published needs; return how many.

    Profiles count the companies that plan to hire them, skills those that need them. What
    nobody asks for makes no row.
    """
    needs = campaign.needs.published().filter(measure__in=DEMANDED, value__gt=0)
    Demand.objects.filter(edition=campaign.edition).delete()
    rows = Demand.objects.bulk_create(
        Demand(
            edition=campaign.edition,
            edition_label=campaign.label,
            reference_date=campaign.reference_date,
            profile_id=need.profile_id,
            skill_id=need.skill_id,
            companies=int(need.value),
            answers=need.answers,
            population=need.population,
            level=need.level,
            rank=need.rank,
            study_path=study_path,
            is_demo=campaign.is_demo,
        )
        for need in needs
    )
    return len(rows)
