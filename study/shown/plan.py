"""The action plan as a table."""

from django.utils.translation import gettext as _

from actionplan.enums import NodeKind
from study.languages import day_text, spoken
from study.shown.figure import Column, Figure
from study.wording import number


def plan_table(plan: dict) -> Figure:
    """Return the plan as a table; only actions carry a status."""
    return Figure(
        code="plan",
        title=spoken(plan["title"]),
        method=_("As of %(day)s. Progress: weighted mean of what counts at each level.")
        % {"day": day_text(plan["as_of"])},
        columns=[Column(""), Column(_("Status")), Column(_("Progress"), numeric=True), Column(_("Due"))],
        rows=[plan_cells(node) for node in plan["nodes"]],
    )


def plan_cells(node: dict) -> list[str]:
    is_action = node["kind"] == NodeKind.ACTION
    return [
        f"{node['label']} · {spoken(node['title'])}",
        spoken(node["status_label"]) if is_action else spoken(node["kind_label"]),
        "–" if node["progress"] is None else _("%(share)s %%") % {"share": number(node["progress"])},
        (day_text(node["due_date"]) or _("to be confirmed")) if is_action else "",
    ]
