"""What concerns the whole questionnaire: its essential sections, its beginning, its tables' rows."""

from tests.surveys.authoring.drafts.conftest import keep, url
from tests.surveys.authoring.everything.conftest import TAUGHT


def test_section_that_is_taken_out_is_essential_no_more(manager_client, draft):
    manager_client.post(url("draft", draft.pk), {"do": "remove", "kind": "section", "name": "first"})

    draft.refresh_from_db()
    assert draft.definition["essential"] == []


def test_empty_questionnaire_is_begun_with_its_title(manager_client):
    sent = {"source": "empty", "title_es": "Encuesta de pulso", "title_en": "Pulse survey"}

    assert manager_client.post(url("start"), sent | {"title_en": ""}).status_code == 422
    answer = manager_client.post(url("start"), sent, follow=True)

    draft = answer.context["version"]
    assert (draft.questionnaire.code, draft.questionnaire.title_es) == ("pulse-survey", "Encuesta de pulso")
    assert answer.context["outline"].questions == 0
    assert draft.definition["title"] == {"es": "Encuesta de pulso", "en": "Pulse survey"}


def test_second_empty_questionnaire_of_one_title_has_a_code_of_its_own(manager_client):
    sent = {"source": "empty", "title_es": "Encuesta de pulso", "title_en": "Pulse survey"}

    codes = [
        manager_client.post(url("start"), sent, follow=True).context["version"].questionnaire.code
        for _ in "ab"
    ]

    assert codes == ["pulse-survey", "pulse-survey-2"]


def test_rows_can_depend_on_one_table_only(manager_client, draft):
    answer = keep(manager_client, draft, *TAUGHT, rows_if=["roles|now", "skilled|now"])

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["rows_if"]


def test_rows_may_depend_on_the_figures_of_earlier_tables(manager_client, draft):
    form = manager_client.get(url("draft_part", draft.pk, *TAUGHT)).context["form"]

    tables = ("roles", "skilled")
    assert [what for what, _label in form.fields["rows_if"].choices] == [
        f"{table}|{column}" for table in tables for column in ("now", "soon", "late")
    ]
