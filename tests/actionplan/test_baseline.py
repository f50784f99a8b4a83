from decimal import Decimal

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction

from actionplan.baseline import load_plan
from actionplan.models import Indicator, Milestone, Node, NodeParty, Observation, Plan, Target

MODELS = (Plan, Node, NodeParty, Milestone, Indicator, Target, Observation)


def everything() -> str:
    rows = [row for model in MODELS for row in model.objects.order_by("pk")]
    return serializers.serialize("json", rows)


def observations(code: str) -> list[tuple]:
    rows = Observation.objects.filter(indicator__code=code)
    return [(row.period_label_es, row.geography, row.value, row.breaks_series) for row in rows]


def test_load_plan_twice_changes_nothing(shipped_plan):
    before = everything()

    load_plan()

    assert everything() == before


def test_load_plan_keeps_what_was_edited_by_hand(shipped_plan):
    node = shipped_plan.nodes.get(code="a1-1")
    node.title_es = "Otro título"
    node.save()
    node.milestones.first().delete()

    load_plan()

    assert shipped_plan.nodes.get(code="a1-1").title_es == "Otro título"
    assert node.milestones.count() == 2


def test_load_plan_brings_back_a_deleted_action(shipped_plan):
    shipped_plan.nodes.get(code="a0-3").delete()

    load_plan()

    assert shipped_plan.nodes.get(code="a0-3").parent.code == "l0"


def test_every_node_of_the_shipped_plan_stands_where_it_may(shipped_plan):
    for node in shipped_plan.nodes.all():
        node.full_clean()


def test_shipped_plan_says_everything_in_both_languages(shipped_plan):
    for model, fields in (
        (Plan, ("title", "summary")),
        (Node, ("title", "description", "source_note")),
        (Milestone, ("title", "fulfilled_on_note", "evidence_note")),
        (Indicator, ("name", "population", "method")),
        (Observation, ("period_label", "note", "source", "method_version")),
    ):
        for row in model.objects.all():
            for field in fields:
                texts = [bool(getattr(row, f"{field}_{language}")) for language in ("es", "en")]
                assert texts in ([True, True], [False, False]), (row, field)


def test_shipped_plan_invents_no_target(shipped_plan):
    assert not Target.objects.exists()


def test_conecta_empleo_funnel_is_observed_with_its_source(shipped_plan):
    period = "primera edición (antes de mayo de 2023)"

    assert [observations(code) for code in ("i09-e1", "i10-e1", "i11-e1", "i12-e1", "i13-e1")] == [
        [(period, "", Decimal(753), False)],
        [(period, "", Decimal(540), False)],
        [(period, "", Decimal(258), False)],
        [(period, "", Decimal(7000), False)],
        [(period, "", Decimal("47.78"), False)],
    ]
    rate = Observation.objects.get(indicator__code="i13-e1")
    assert rate.value_text == "47,8 %"
    assert "258 / 540" in rate.note_es
    assert not Observation.objects.filter(source="").exists()


def test_basic_skills_carry_their_provenance_and_the_break_of_2021(shipped_plan):
    assert observations("i20") == [
        ("2019", "ES13", Decimal("60.20"), False),
        ("2019", "ES", Decimal("57.20"), False),
        ("2020", "ES13", Decimal("54.80"), False),
        ("2020", "ES", Decimal("60.20"), False),
        ("2021", "ES", Decimal("64.20"), True),
    ]
    headline = Observation.objects.get(indicator__code="i20", value="54.8")
    assert "Cotec-Ivie" in headline.source_es
    assert "error de muestreo" in headline.note_es


@pytest.mark.parametrize("change", ["update", "delete"])
def test_observation_never_changes(shipped_plan, change):
    observation = Observation.objects.first()
    observation.value = 1

    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        observation.save() if change == "update" else observation.delete()
