"""Load the published action plan: what is missing is created, what somebody edited stays.

The facts, with their sources, are in ``data/plan.json``; an empty field there is unknown
and shows as "to be confirmed".
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from actionplan.models import Indicator, Milestone, Node, NodeParty, Observation, Plan
from actionplan.progress import percent
from members.models import Organisation

DATA = Path(__file__).parent / "data" / "plan.json"
DATES = ("start_date", "due_date", "fulfilled_on", "observed_on", "source_checked_on")


class MissingOrganisationError(Exception):
    """The plan names an organisation that has not been loaded; the text says which."""


@transaction.atomic
def load_plan() -> Plan:
    """Create the seed plan or complete it; the organisations it names must be loaded first."""
    shipped = json.loads(DATA.read_text(encoding="utf-8"))
    code = shipped["plan"].pop("code")
    plan, _ = Plan.objects.get_or_create(code=code, defaults=fields_of(shipped["plan"]))
    for position, entry in enumerate(shipped["nodes"]):
        load_node(plan, position, entry)
    values: dict[str, Decimal] = {}
    for position, entry in enumerate(shipped["indicators"]):
        load_indicator(plan, position, entry, values)
    return plan


def load_node(plan: Plan, position: int, entry: dict) -> None:
    """Create one node with its parties and milestones; an existing node is left as it is."""
    code, parent = entry.pop("code"), entry.pop("parent")
    parties, milestones = entry.pop("parties", []), entry.pop("milestones", [])
    if plan.nodes.filter(code=code).exists():
        return
    node = Node.objects.create(
        plan=plan,
        code=code,
        position=position,
        parent=plan.nodes.get(code=parent) if parent else None,
        **fields_of(entry),
    )
    for party in parties:
        organisation = Organisation.objects.filter(slug=party["organisation"]).first()
        if organisation is None:
            raise MissingOrganisationError(
                f"The organisation “{party['organisation']}” is missing: load the organisations first."
            )
        NodeParty.objects.create(node=node, organisation=organisation, role=party["role"])
    for place, milestone in enumerate(milestones):
        Milestone.objects.create(node=node, position=place, **fields_of(milestone))


def load_indicator(plan: Plan, position: int, entry: dict, values: dict[str, Decimal]) -> None:
    """Create one indicator and its missing observations; ``values`` remembers figures for ratios."""
    code, nodes, observations = entry.pop("code"), entry.pop("nodes"), entry.pop("observations")
    indicator, is_new = Indicator.objects.get_or_create(
        plan=plan, code=code, defaults={"position": position, **fields_of(entry)}
    )
    if is_new:
        indicator.nodes.set(plan.nodes.filter(code__in=nodes))
    for observation in observations:
        observe(indicator, observation, values)


def observe(indicator: Indicator, entry: dict, values: dict[str, Decimal]) -> None:
    """Create an observation unless its period is there; observations never change, so nothing is updated."""
    if ratio := entry.pop("ratio_of", None):
        part, whole = (values[code] for code in ratio)
        entry["value"] = percent(part, whole)
    entry["value"] = values[indicator.code] = Decimal(entry["value"])
    fields = fields_of(entry)
    known = indicator.observations.filter(
        geography=fields.get("geography", ""),
        period_label_es=fields["period_label_es"],
        method_version_es=fields.get("method_version_es"),
    )
    if not known.exists():
        Observation.objects.create(indicator=indicator, **fields)


def fields_of(entry: dict) -> dict:
    """Turn an entry of the file into model fields: texts in two languages, dates as dates."""
    fields = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            fields |= {f"{name}_{language}": text for language, text in value.items()}
        elif name in DATES:
            fields[name] = date.fromisoformat(value)
        else:
            fields[name] = value
    return fields
