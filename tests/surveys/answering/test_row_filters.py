"""A grid of the rows that an earlier grid has figures in, on its page: ticks, and rows that come and go."""

import copy
import uuid

import pytest

from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from surveys.instrument.actions import publish_version
from tests.factories.surveys import (
    TINY,
    InvitationFactory,
    ResponseFactory,
    VersionFactory,
    ask,
    choices,
    page,
    words,
)
from tests.surveys.answering.conftest import press
from tests.surveys.answering.pages.conftest import post, url

TICKS = {"code": "knows", "label": words("Knows"), "kind": "multiple", "choices": choices("ai", "cloud")}
NEW = {"code": "new", "label": words("New"), "kind": "number", "min": 0, "max": 50}
WITHIN = {
    "code": "new-within-now",
    "section": "staff",
    "severity": "hard",
    "message": words("{row}: {left} of {limit}."),
    "rule": {"each_row": "details", "left": {"col": "new"}, "at_most": {"variable": "roles", "col": "now"}},
}


def with_details():
    definition = copy.deepcopy(TINY)
    roles, *others = definition["sections"][1]["pages"]
    details = ask(
        "details",
        "grid",
        rows=roles["questions"][0]["rows"],
        columns=[NEW, TICKS],
        rows_if={"variable": "roles", "cols": ["now"]},
        opt_out={"status": "not_known", "label": words("We do not know")},
    )
    definition["sections"][1]["pages"] = [roles, page("details", details), *others]
    definition["checks"].append(WITHIN)
    return definition


@pytest.fixture
def response(db):
    version = publish_version(VersionFactory(definition=with_details()), by=None)
    return ResponseFactory(unit__campaign__version=version)


@pytest.fixture
def owner(response):
    return press(InvitationFactory(unit=response.unit))


def save(response, *changes):
    save_cells(response, changes, request_id=uuid.uuid4(), actor="Bea")


def post_details(client, response, **sent):
    response.refresh_from_db()
    return post(client, response, "staff", "details", response.revision, **sent)


def stored(response):
    found = response.answers.filter(variable__code="details", status="given")
    return {(a.row_key, a.col_key): a.choices or a.num for a in found if a.row_key}


def test_page_shows_the_rows_with_a_figure_and_boxes_to_tick(owner, response):
    assert owner.get(url("page", response, "staff", "details")).status_code == 302
    save(response, Change("roles", 2, row="dev", col="now"))

    text = owner.get(url("page", response, "staff", "details")).content.decode()

    assert 'name="details--dev--new"' in text
    assert 'type="checkbox" name="details--dev--knows" value="cloud"' in text
    assert "details--ops--" not in text


def test_ticks_of_a_cell_are_saved_shown_and_read_back(owner, response):
    save(response, Change("roles", 2, row="dev", col="now"))
    sent = {"details--dev--new": "1", "details--dev--knows": ["ai", "cloud"]}

    assert post_details(owner, response, **sent).status_code == 302

    assert stored(response) == {("dev", "new"): 1, ("dev", "knows"): ["ai", "cloud"]}
    assert owner.get(url("page", response, "staff", "details")).content.decode().count(" checked") == 2
    assert "ai (es), cloud (es)" in owner.get(url("check", response)).content.decode()
    post_details(owner, response, **{"details--dev--new": "1"})
    assert stored(response) == {("dev", "new"): 1}


def test_way_out_of_a_grid_with_boxes_is_taken_where_none_is_ticked(owner, response):
    save(response, Change("roles", 2, row="dev", col="now"))

    answer = post_details(owner, response, **{"details--dev--new": "", "details--opt-out": "on"})

    assert answer.status_code == 302
    assert response.answers.get(variable__code="details", row_key="").status == "not_known"


def test_choice_that_the_column_does_not_have_is_refused(owner, response):
    save(response, Change("roles", 2, row="dev", col="now"))

    answer = post_details(owner, response, **{"details--dev--new": "1", "details--dev--knows": "x"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["details--dev--knows"]


def test_row_closed_by_somebody_else_meanwhile_loses_nothing_that_was_typed(owner, response):
    save(response, Change("roles", 2, row="dev", col="now"), Change("roles", 1, row="ops", col="now"))
    sent = {"details--dev--new": "1", "details--ops--new": "1"}
    save(response, Change("roles", 0, row="ops", col="now"))

    assert post(owner, response, "staff", "details", 1, **sent).status_code == 302

    on_path = dict(response.answers.filter(variable__code="details").values_list("row_key", "on_path"))
    assert (stored(response), on_path) == (
        {("dev", "new"): 1, ("ops", "new"): 1},
        {"dev": True, "ops": False},
    )


def test_row_opened_and_answered_by_somebody_else_meanwhile_is_left_as_it_is(owner, response):
    save(response, Change("roles", 2, row="dev", col="now"))
    sent = {"details--dev--new": "1"}
    save(response, Change("roles", 1, row="ops", col="now"), Change("details", 1, row="ops", col="new"))

    assert post(owner, response, "staff", "details", 1, **sent).status_code == 302

    assert stored(response) == {("dev", "new"): 1, ("ops", "new"): 1}


def test_rule_of_each_row_against_another_page_s_figure_is_told_to_the_script(owner, response):
    save(response, Change("roles", 2, row="dev", col="now"))

    (entry,) = owner.get(url("page", response, "staff", "details")).context["entries"]

    assert '"right": {"of_row": {"dev": 2.0}}' in entry.live_rules
    post_details(owner, response, **{"details--dev--new": "3"})
    assert "dev (es): 3 of 2." in owner.get(url("check", response)).content.decode()
