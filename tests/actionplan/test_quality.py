from datetime import date

from actionplan.quality import lacks_of
from actionplan.tree import build_tree
from tests.factories.members import UserFactory

DAY = date(2026, 11, 24)


def test_lacks_of_the_shipped_plan_are_said_openly(shipped_plan):
    branches = build_tree(shipped_plan, user=UserFactory(), day=DAY)

    lacks = {str(lack.title): [node.code for node in lack.nodes] for lack in lacks_of(branches)}

    assert lacks["Sin responsable"] == ["a1-4"]
    assert lacks["Con retraso"] == ["a2-1"]
    assert "a2-1" not in lacks["Sin fecha de vencimiento"]
    assert "a2-2" not in {code for codes in lacks.values() for code in codes}
    assert lacks["Sin indicador"] == ["a1-4", "a2-1", "a0-2", "a0-3"]
