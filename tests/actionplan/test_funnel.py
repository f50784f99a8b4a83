from decimal import Decimal

from actionplan.funnel import funnel


def test_funnel_of_conecta_empleo():
    steps = funnel([("Enrolled", Decimal(753)), ("Started", Decimal(540)), ("Passed", Decimal(258))])

    assert [(step.of_previous, step.of_first) for step in steps] == [
        (None, Decimal("100.00")),
        (Decimal("71.71"), Decimal("71.71")),
        (Decimal("47.78"), Decimal("34.26")),
    ]


def test_funnel_leaves_shares_of_the_unknown_empty():
    steps = funnel([("Enrolled", None), ("Started", Decimal(5)), ("Passed", None)])

    assert [(step.value, step.of_previous, step.of_first) for step in steps] == [
        (None, None, None),
        (Decimal(5), None, None),
        (None, None, None),
    ]
