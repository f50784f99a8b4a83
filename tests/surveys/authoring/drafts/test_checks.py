"""A check is chosen as figure, compared with, figure; of each row without writing an expression."""

import json
from decimal import Decimal

import pytest
from django.utils.translation import override

from surveys.instrument.actions import read_definition
from surveys.instrument.cells import Cell, Key
from surveys.instrument.checks import failures
from surveys.instrument.parser import parse_definition
from tests.surveys.authoring.drafts.conftest import keep, url

pytestmark = pytest.mark.django_db


def test_check_is_added_and_a_broken_rule_refused(manager_client, draft):
    sent = {
        "message_es": "Demasiadas",
        "message_en": "Too many",
        "severity": "hard",
        "section": "staff",
        "code": "not-so-many",
    }
    address = url("draft_add_check", draft.pk)

    assert manager_client.post(address, sent | {"rule": '{"left": 3}'}).status_code == 422
    rule = {"left": {"variable": "people"}, "at_most": 900}
    manager_client.post(address, sent | {"rule": json.dumps(rule)})

    draft.refresh_from_db()
    assert draft.definition["checks"][2]["rule"] == rule
    assert (
        manager_client.get(url("draft_part", draft.pk, "check", "not-so-many"))
        .context["form"]["left"]
        .value()
    )
    read_definition(draft.definition)


def test_check_is_chosen_as_figure_compared_with_figure(manager_client, draft):
    sent = {
        "message_es": "Más perfiles que personas",
        "message_en": "More roles than people",
        "severity": "soft",
        "section": "staff",
        "left": "roles|now",
        "compared": "at_most",
    }
    address = url("draft_add_check", draft.pk)

    assert manager_client.post(address, sent).status_code == 422
    manager_client.post(address, sent | {"right": "people"})
    manager_client.post(address, sent | {"number": "2,5"})

    draft.refresh_from_db()
    first, second = draft.definition["checks"][2:]
    assert first["code"] == "more-roles-than-people"
    assert first["rule"] == {
        "left": {"sum": {"variable": "roles", "col": "now"}},
        "at_most": {"variable": "people"},
    }
    assert second["rule"]["at_most"] == 2.5
    read_definition(draft.definition)


BY_ROW = {
    "message_es": "{row}: {left} son más que {limit}",
    "message_en": "{row}: {left} are more than {limit}",
    "severity": "hard",
    "section": "staff",
    "left": "row|roles|hard",
    "compared": "at_most",
}


@pytest.mark.parametrize(
    ("right", "limit"),
    [
        ({"right": "row|roles|now"}, {"col": "now"}),
        ({"right": "people"}, {"variable": "people"}),
        ({"right": "roles|now"}, {"sum": {"variable": "roles", "col": "now"}}),
        ({"number": "4"}, 4),
    ],
    ids=str,
)
def test_check_of_each_row_is_chosen_without_an_expression(manager_client, draft, right, limit):
    manager_client.post(url("draft_add_check", draft.pk), BY_ROW | right)

    draft.refresh_from_db()
    check = draft.definition["checks"][2]
    assert check["rule"] == {"each_row": "roles", "left": {"col": "hard"}, "at_most": limit}
    read_definition(draft.definition)
    form = manager_client.get(url("draft_part", draft.pk, "check", check["code"])).context["form"]
    assert (form["left"].value(), form["right"].value()) == ("row|roles|hard", right.get("right", ""))
    assert form["rule"].value() == ""
    assert keep(manager_client, draft, "check", check["code"]).status_code == 302
    assert draft.definition["checks"][2] == check


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"right": "row|roles|now", "left": "people"}, ["right"]),
        ({"right": "row|roles|now", "message_en": "Too many"}, ["message_en"]),
        ({}, ["number"]),
    ],
    ids=str,
)
def test_check_of_each_row_says_what_is_wrong(manager_client, draft, wrong, fields):
    answer = manager_client.post(url("draft_add_check", draft.pk), BY_ROW | wrong)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == fields


def test_check_of_each_row_names_the_row_where_it_fails(manager_client, draft):
    manager_client.post(url("draft_add_check", draft.pk), BY_ROW | {"right": "row|roles|now"})
    draft.refresh_from_db()
    now, hard = (Key("roles", "dev", col) for col in ("now", "hard"))

    with override("en"):
        found = failures(parse_definition(draft.definition), {now: Cell(Decimal(1)), hard: Cell(Decimal(2))})
        messages = [failure.message for failure in found]

    assert "dev: 2 are more than 1" in messages
