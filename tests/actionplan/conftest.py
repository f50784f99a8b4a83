import json

import pytest

from actionplan.baseline import DATA, load_plan
from tests.factories.members import OrganisationFactory


@pytest.fixture
def shipped_plan(db):
    """The plan of the baseline, with the organisations it names."""
    nodes = json.loads(DATA.read_text(encoding="utf-8"))["nodes"]
    for slug in {party["organisation"] for node in nodes for party in node.get("parties", [])}:
        OrganisationFactory(slug=slug, legal_name=slug)
    return load_plan()
