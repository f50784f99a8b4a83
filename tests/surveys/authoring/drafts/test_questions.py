"""Questions are added and rearranged, and their codes with whatever names them."""

import pytest

from surveys.instrument.actions import read_definition
from tests.factories.surveys import TINY, PublishedVersionFactory, VersionFactory
from tests.surveys.authoring.conftest import question
from tests.surveys.authoring.drafts.conftest import keep, url, values_of

pytestmark = pytest.mark.django_db


def test_question_is_added_with_a_code_made_of_its_words(manager_client, draft):
    address = f"{url('draft_add', draft.pk, 'company/size')}?kind=number"
    sent = {"label_es": "Personas en remoto", "label_en": "People who work remotely", "where": "own"}

    manager_client.post(address, sent | {"min": "0", "max": "100", "required": "on"})

    draft.refresh_from_db()
    page = draft.definition["sections"][0]["pages"][1]
    assert page["questions"] == [
        {
            "variable": "people-who-work-remotely",
            "kind": "number",
            "label": {"es": "Personas en remoto", "en": "People who work remotely"},
            "required": True,
            "min": 0,
            "max": 100,
        }
    ]
    read_definition(draft.definition)


def test_manager_goes_on_to_the_next_question_after_the_new_one(manager_client, draft):
    address = f"{url('draft_add', draft.pk, 'company/size')}?kind=number"
    sent = {"label_es": "Personas en remoto", "label_en": "Remote", "where": "own", "another": "1"}

    answer = manager_client.post(address, sent)

    assert answer.url == url("draft_add", draft.pk, "company/remote")
    assert manager_client.get(answer.url).context["kinds"]


@pytest.mark.parametrize(
    "kind", ["single", "multiple", "likert", "ranking", "date", "text", "grid", "skills"]
)
def test_every_kind_has_its_form_and_its_preview(manager_client, draft, kind):
    address = f"{url('draft_add', draft.pk, 'company/size')}?kind={kind}"
    form = manager_client.get(address).context["form"]
    sent = {"label_es": "Pregunta", "label_en": "Question", "where": "own"}
    if kind == "ranking":
        sent["ranks"] = "2"
    for name, items in form.items.items():
        sent |= values_of(items.management_form, name)
        sent |= {f"{name}-0-es": "Uno", f"{name}-0-en": "One", f"{name}-1-es": "Dos", f"{name}-1-en": "Two"}
        if name == "columns":
            sent |= {"columns-0-kind": "number", "columns-1-kind": "percentage"}

    preview = manager_client.post(f"{url('draft_preview_new', draft.pk, 'company/size')}?kind={kind}", sent)
    answer = manager_client.post(address, sent)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert "Pregunta" in preview.content.decode()
    read_definition(draft.definition)


@pytest.mark.parametrize(
    ("do", "kind", "name"),
    [
        ("up", "question", "hired"),
        ("down", "page", "company/size"),
        ("duplicate", "question", "people"),
        ("remove", "question", "notes"),
        ("add-page", "section", "staff"),
        ("add-section", "", ""),
    ],
)
def test_list_is_rearranged(manager_client, draft, do, kind, name):
    answer = manager_client.post(url("draft", draft.pk), {"do": do, "kind": kind, "name": name})

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.definition == TINY, draft.revision) == (False, 1)


def test_code_that_was_asked_before_stays(manager_client):
    published = PublishedVersionFactory()
    draft = VersionFactory(questionnaire=published.questionnaire, number=published.number + 1)

    keep(manager_client, draft, "question", "people", variable="headcount", label_es="Plantilla")

    assert question(draft.definition, "people")["label"]["es"] == "Plantilla"


def test_new_code_of_a_question_is_used_everywhere(manager_client, draft):
    keep(manager_client, draft, "question", "hired", variable="recruited")

    assert draft.definition["sections"][0]["pages"][2]["show_if"] == {"variable": "recruited", "is": "yes"}
    read_definition(draft.definition)


def test_new_code_of_a_section_is_used_everywhere(manager_client, draft):
    draft.definition["essential"] = ["company", "staff"]
    draft.save()

    keep(manager_client, draft, "section", "staff", code="people-and-roles")

    assert draft.definition["essential"] == ["company", "people-and-roles"]
    assert {check["section"] for check in draft.definition["checks"]} == {"people-and-roles"}
    read_definition(draft.definition)
