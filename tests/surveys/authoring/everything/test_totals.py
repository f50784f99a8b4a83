"""Pages that play totals back, and lists, as the editor makes them."""

import pytest

from surveys.instrument.actions import read_definition
from tests.surveys.authoring.conftest import question
from tests.surveys.authoring.drafts.conftest import keep, url


def test_list_is_added_with_a_column_that_names_its_rows(manager_client, draft):
    address = f"{url('draft_add', draft.pk, 'first/size')}?kind=list"
    form = manager_client.get(address).context["form"]
    sent = {"label_es": "Otros perfiles", "label_en": "Other profiles", "where": "own"}
    for row in [form.items["columns"].management_form, *form.items["columns"].forms]:
        sent |= {row[name].html_name: row[name].value() or "" for name in row.fields}
    sent |= {"columns-1-es": "Personas", "columns-1-en": "People", "columns-1-kind": "number"}

    manager_client.post(address, sent)

    draft.refresh_from_db()
    listed = question(draft.definition, "other-profiles")
    assert [(column["code"], column["kind"]) for column in listed["columns"]] == [
        ("name", "text"),
        ("people", "number"),
    ]
    assert listed["columns"][0]["required"] is True
    read_definition(draft.definition)


def test_total_without_its_figure_is_refused_and_what_was_typed_stays(manager_client, draft):
    answer = keep(manager_client, draft, "page", "first/totals", **{"recap-1-es": "Sin cifra"})

    assert answer.status_code == 422
    form = answer.context["form"].items["recap"].forms[1]
    assert (list(form.errors), form["es"].value()) == (["figure"], "Sin cifra")


@pytest.mark.parametrize("wrong", ["{oops", '{"sum": 3}'])
def test_total_with_a_broken_expression_is_refused(manager_client, draft, wrong):
    answer = keep(manager_client, draft, "page", "first/totals", **{"recap-0-value": wrong})

    assert answer.status_code == 422
    assert list(answer.context["form"].items["recap"].forms[0].errors) == ["value"]


def test_totals_offer_the_figures_asked_before_their_page(manager_client, draft):
    form = manager_client.get(url("draft_part", draft.pk, "page", "first/totals")).context["form"]

    offered = [code for code, _label in form.items["recap"].forms[0].fields["figure"].choices]
    assert offered == ["", "staff", "roles|now", "roles|soon", "roles|late"]


def test_totals_are_previewed_without_their_figures(manager_client, draft):
    shown = manager_client.get(url("draft_preview", draft.pk, "page", "first/totals")).content.decode()

    assert "People in all (es)" in shown
