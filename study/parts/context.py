"""The context: what official sources say of the territory, each figure with its source and method."""

from collections import defaultdict

from actionplan.enums import IndicatorLevel
from actionplan.models import Indicator, Observation, Plan
from study.languages import both, day, said


def context_of(plan: Plan | None) -> list[dict]:
    """Return the plan's context indicators with the observations nothing has superseded."""
    if plan is None:
        return []
    indicators = Indicator.objects.filter(plan=plan, level=IndicatorLevel.CONTEXT)
    observed = defaultdict(list)
    for observation in Observation.objects.standing().filter(indicator__in=indicators):
        observed[observation.indicator_id].append(observed_figure(observation))
    return [
        {
            "code": indicator.code,
            "name": both(indicator, "name"),
            "unit": indicator.unit,
            "unit_label": said(indicator.get_unit_display),
            "population": both(indicator, "population"),
            "method": both(indicator, "method"),
            "observations": observed[indicator.pk],
        }
        for indicator in indicators
        if observed[indicator.pk]
    ]


def observed_figure(observation: Observation) -> dict:
    return {
        "period": both(observation, "period_label"),
        "observed_on": day(observation.observed_on),
        "value": float(observation.value),
        "geography": observation.geography,
        "territory": said(observation.get_geography_display),
        "is_baseline": observation.is_baseline,
        "method_version": both(observation, "method_version"),
        "breaks_series": observation.breaks_series,
        "note": both(observation, "note"),
        "respondents": observation.respondents,
        "source": both(observation, "source"),
        "source_url": observation.source_url,
        "source_checked_on": day(observation.source_checked_on),
    }
