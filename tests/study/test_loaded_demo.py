"""What the demonstration holds once it is loaded."""

import pytest

from actionplan.models import Node
from members.models import Organisation
from study.models import Snapshot
from tests.study.test_load_commands import counts, run

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demonstration"),
]


def test_load_demo_twice_changes_nothing():
    first = counts()

    run("load_demo")

    assert counts() == first
    assert Organisation.objects.filter(is_demo=True).count() == 36
    assert (first["study.Snapshot"], first["skills.Demand"]) == (1, 24)


def test_load_demo_publishes_the_study_with_actions_from_its_gaps():
    snapshot = Snapshot.objects.get()
    answered = [row for row in snapshot.payload["gap"] if row["actions"]]

    assert snapshot.payload["is_demo"]
    assert [(row["kind"], row["state"]) for row in answered] == [
        ("profile", "uncovered"),
        ("skill", "uncovered"),
    ]
    marked = [node.title_es for node in Node.objects.filter(node_needs__isnull=False)]
    assert [title.endswith("(demo)") for title in marked] == [True, True]
    assert set(snapshot.renderings.filter(name="study.pdf").values_list("language", flat=True)) == {
        "es",
        "en",
    }
