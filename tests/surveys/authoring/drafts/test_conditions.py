"""A condition is chosen as question, is, value."""

import pytest

from tests.factories.surveys import TINY
from tests.surveys.authoring.drafts.conftest import keep, url

pytestmark = pytest.mark.django_db


def test_condition_is_chosen_as_question_is_value(manager_client, draft):
    keep(
        manager_client,
        draft,
        "page",
        "staff/notes",
        if_0="hired|is|yes",
        if_1="people|at_least",
        if_1_figure="10",
        joined="any",
    )

    assert draft.definition["sections"][1]["pages"][2]["show_if"] == {
        "any": [{"variable": "hired", "is": "yes"}, {"variable": "people", "at_least": 10}]
    }

    keep(manager_client, draft, "page", "staff/notes", if_0="", if_1="", if_1_figure="")
    assert "show_if" not in draft.definition["sections"][1]["pages"][2]


def test_condition_without_its_figure_or_as_a_broken_expression_is_refused(manager_client, draft):
    for wrong in ({"if_0": "people|at_least"}, {"expression": "{oops"}, {"expression": '{"variable": 3}'}):
        answer = keep(manager_client, draft, "page", "staff/notes", **wrong)
        assert answer.status_code == 422
    assert draft.definition == TINY


def test_condition_offers_earlier_questions_only(manager_client, draft):
    form = manager_client.get(url("draft_part", draft.pk, "question", "reasons")).context["form"]

    offered = [label for label, _asked in form.fields["if_0"].choices if label]
    assert offered == ["About people (es)", "About hired (es)"]
