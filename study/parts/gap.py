"""The gap: what companies ask for against the training that serves it, by the plan's own rule."""

from actionplan.gaps import Gap, gaps_of
from actionplan.models import Node
from study.languages import both, said
from surveys.models import Campaign


def gap_of(campaign: Campaign) -> list[dict]:
    """Return the gaps of the edition's published needs, naming only the actions anyone may see."""
    return [gap_row(gap) for gap in gaps_of(campaign, nodes=Node.objects.public())]


def gap_row(gap: Gap) -> dict:
    need = gap.need
    return {
        "kind": "profile" if gap.is_profile else "skill",
        "code": gap.subject.code,
        "label": both(gap.subject, "label"),
        "measure": need.measure,
        "measure_label": said(need.get_measure_display),
        "companies": int(need.value),
        "answers": need.answers,
        "population": need.population,
        "method": need.method,
        "level_asked": gap.level_asked,
        "level_reached": gap.level_reached,
        "offers": len(gap.supply),
        "open_offers": gap.open_offers,
        "state": gap.state.value,
        "state_label": said(lambda: gap.state.label),
        "actions": [{"code": node.code, "label": node.label} for node in gap.actions],
    }
