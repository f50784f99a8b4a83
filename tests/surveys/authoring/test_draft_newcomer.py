"""What somebody meets who writes a questionnaire for the first time."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import override

from surveys.authoring.drafts.outline import outline_of
from surveys.authoring.drafts.quoting import quotable
from surveys.authoring.drafts.structure import empty_questionnaire
from surveys.instrument.actions import publish_version
from surveys.models import Variable
from tests.factories.surveys import TINY, VersionFactory
from tests.surveys.authoring.conftest import question
from tests.surveys.authoring.drafts.conftest import keep, typed, url

pytestmark = pytest.mark.django_db
NEW = {"label_es": "¿Cuántas personas son?", "label_en": "How many people are you?"}


@pytest.fixture
def draft():
    return VersionFactory()


@pytest.fixture
def empty():
    return VersionFactory(definition=empty_questionnaire({"es": "Corta", "en": "Short"}, []))


def new_question(draft, page, kind="number"):
    return f"{url('draft_add', draft.pk, page)}?kind={kind}"


def test_first_question_fills_the_empty_page_and_names_it(manager_client, empty):
    manager_client.post(new_question(empty, "section/page"), NEW)

    empty.refresh_from_db()
    (page,) = empty.definition["sections"][0]["pages"]
    assert [asked["variable"] for asked in page["questions"]] == ["how-many-people-are-you"]
    assert page["title"] == {"es": NEW["label_es"], "en": NEW["label_en"]}
    assert outline_of(empty.definition).total == 0


def test_code_is_made_of_the_words_as_they_end_up(manager_client, draft):
    address = new_question(draft, "company/size")

    first = manager_client.post(address, NEW | {"where": "own", "max": "muchas", "label_en": "Draft words"})
    assert first.status_code == 422
    assert first.context["form"]["variable"].value() == ""
    check = manager_client.post(url("draft_add_check", draft.pk), {"message_es": "No", "severity": "soft"})
    assert check.context["form"]["code"].value() == ""


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("title", "title", "title"),
        ("section", "company", "title"),
        ("page", "company/size", "title"),
        ("question", "people", "label"),
        ("check", "roles-within-people", "message"),
    ],
)
def test_part_without_any_words_is_not_kept(manager_client, draft, kind, name, text):
    blank = keep(manager_client, draft, kind, name, **{f"{text}_es": "", f"{text}_en": ""})
    assert blank.status_code == 422
    assert list(blank.context["form"].errors) == [f"{text}_es"]

    assert keep(manager_client, draft, kind, name, **{f"{text}_en": ""}).status_code == 302


def test_many_choices_come_in_as_lines(manager_client, draft):
    lines = "Hojas de cálculo | Spreadsheets\n\nCorreo\tE-mail\nSolo español"

    keep(manager_client, draft, "question", "reasons", **{"choices-pasted": lines})

    choices = question(draft.definition, "reasons")["choices"]
    assert [choice["label"] for choice in choices[-3:]] == [
        {"es": "Hojas de cálculo", "en": "Spreadsheets"},
        {"es": "Correo", "en": "E-mail"},
        {"es": "Solo español", "en": ""},
    ]
    assert [choice["code"] for choice in choices[-3:]] == ["spreadsheets", "e-mail", "solo-espanol"]


def test_two_hundred_choices_fit_and_one_more_is_refused_with_nothing_lost(manager_client, draft):
    there = len(question(TINY, "reasons")["choices"])
    lines = "\n".join(f"Opción {number} | Choice {number}" for number in range(200 - there))

    assert keep(manager_client, draft, "question", "reasons", **{"choices-pasted": lines}).status_code == 302
    assert len(question(draft.definition, "reasons")["choices"]) == 200
    refused = keep(manager_client, draft, "question", "reasons", **{"choices-pasted": "Una más | One more"})

    assert refused.status_code == 422
    assert "201" in refused.content.decode()
    assert "Una más | One more" in refused.content.decode()
    assert len(question(draft.definition, "reasons")["choices"]) == 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"variable": "people",\n "at_least" 10}', ["línea 2", '"at_least" 10']),
        ('{"variable": 3}', ["No se puede calcular"]),
        ("[" * 50_000, ["No se puede calcular"]),
    ],
    ids=["syntax", "meaning", "depth"],
)
def test_expression_that_cannot_be_read_says_where_and_gives_one_that_can(manager_client, draft, text, said):
    address = url("draft_part", draft.pk, "page", "staff/notes")
    sent = typed(manager_client, draft, "page", "staff/notes", expression=text)

    answer = manager_client.post(address, sent)

    (error,) = answer.context["form"].errors["expression"]
    assert answer.status_code == 422
    assert all(words in error for words in said)
    assert json.loads(error[error.index('{"all"') :])
    assert answer.context["form"]["expression"].value() == text


def test_fields_say_their_language_and_checks_what_they_do(manager_client, draft):
    page = manager_client.get(url("draft_part", draft.pk, "question", "people")).content.decode()
    assert "Pregunta (español)" in page
    assert "Pregunta (inglés)" in page

    listed = manager_client.get(url("draft", draft.pk)).content.decode()
    assert ">soft<" not in listed
    assert ">hard<" not in listed


def test_texts_that_quote_answers_are_listed_as_they_read_without_them(draft):
    question(draft.definition, "roles")["label"] = {
        "es": "Perfiles de {org}, {people|unas} personas",
        "en": "R",
    }

    with override("es"):
        rows = {
            row.name: row for s in outline_of(draft.definition).sections for p in s.rows for row in p.rows
        }

    assert rows["roles"].label == "Perfiles de …, unas personas"


def test_editor_says_how_earlier_answers_are_quoted_and_the_linter_takes_it(manager_client, draft):
    form = manager_client.get(url("draft_part", draft.pk, "question", "abilities")).context["form"]
    written = [how for _what, how in form.quotable]

    keep(
        manager_client, draft, "question", "abilities", label_es=" ".join(written), label_en=" ".join(written)
    )

    assert written[:4] == ["{org}", "{reference_date}", "{people|…}", "{hired|…}"]
    assert "{roles.dev.now|…}" in written
    assert outline_of(draft.definition).total == 0
    assert "{abilities|…}" not in [how for _what, how in quotable([])]


def test_what_cannot_be_chosen_yet_is_not_asked_for(manager_client, draft):
    first = manager_client.get(url("draft_part", draft.pk, "page", "company/size")).context["form"]
    later = manager_client.get(url("draft_part", draft.pk, "page", "staff/notes")).context["form"]
    table = manager_client.get(url("draft_part", draft.pk, "question", "roles")).context["form"]
    second = manager_client.get(new_question(draft, "staff/notes", "grid")).context["form"]

    assert ("recap" in first.items, "recap" in later.items) == (False, True)
    assert ("rows_if" in table.fields, "rows_if" in second.fields) == (False, True)


def test_publish_page_leads_to_each_part_that_is_not_right(manager_client, draft):
    question(draft.definition, "people")["label"] = {"es": "Plantilla"}
    draft.save()

    page = manager_client.get(url("publish", draft.pk))

    assert [(kind, name, label) for kind, name, label, _texts in page.context["problems"]] == [
        ("question", "people", "Plantilla")
    ]
    assert url("draft_part", draft.pk, "question", "people") in page.content.decode()


def test_back_after_publishing_says_that_it_is_done(manager_client, draft):
    assert manager_client.post(url("publish", draft.pk)).status_code == 302
    assert manager_client.post(url("publish", draft.pk)).status_code == 302

    again = manager_client.get(url("publish", draft.pk), follow=True)

    assert again.redirect_chain[0][0] == reverse("admin:surveys_questionnaireversion_change", args=[draft.pk])
    assert [message.level_tag for message in again.context["messages"]][-1] == "info"


def test_code_that_was_of_another_kind_is_named_and_not_asked_for_again_and_again(manager_client, draft):
    Variable.objects.create(code="people", kind="money")

    answer = manager_client.post(url("publish", draft.pk))

    draft.refresh_from_db()
    assert answer.status_code == 409
    assert "«people»" in answer.content.decode()
    assert draft.status == "draft"
    Variable.objects.all().delete()
    publish_version(draft, by=None)
