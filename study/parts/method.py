"""The method: who was asked, who answered, when, with which questions, and what is not shown."""

from django.utils.translation import gettext as _

from study.languages import both, day, said
from surveys.enums import ResponseState
from surveys.models import Campaign, Response
from surveys.results.participants import named_participants


def method_of(campaign: Campaign) -> dict:
    population = campaign.units.in_scope().count()
    answers = Response.objects.filter(
        unit__campaign=campaign, unit__in_scope=True, state=ResponseState.SUBMITTED
    ).count()
    version = campaign.version
    return {
        "answers": answers,
        "population": population,
        "participants": named_participants(campaign),
        "response_rate": round(answers / population, 4) if population else None,
        "reference_date": day(campaign.reference_date),
        "opened_on": day(campaign.opens_at.date()),
        "closed_on": day(campaign.closed_at.date()) if campaign.closed_at else None,
        "questionnaire": {
            "code": version.questionnaire.code,
            "title": both(version.questionnaire, "title"),
            "version": version.number,
            "sha256": version.definition_sha256,
        },
        "source": said(lambda: _("Survey of the TERA cluster to its members")),
        "population_text": said(
            lambda: _("The member organisations in the frame of the edition, fixed when it opened.")
        ),
        "disclosure": said(
            lambda: _(
                "Only fixed one-way tables of a closed edition are published, computed once. A figure to "
                "which too few companies contribute, or in which one company weighs too much, is shown as "
                "confidential, and so is any other figure from which it could be worked out. "
                "Confidential means neither zero nor unknown. “At least” and “fewer than” follow from this "
                "rule and the number of answers, not from the hidden figure."
            )
        ),
        "percentages": said(
            lambda: _(
                "Counts come first, as n of N. Percentages are rounded to whole points and are not given "
                "for fewer than ten answers. The figures describe the companies that answered."
            )
        ),
    }
