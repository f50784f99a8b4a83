"""Words, choices, rows and columns of a draft are written with forms, and kept as they are."""

import copy

import pytest
from django.utils.translation import override

from surveys.instrument.actions import read_definition
from surveys.instrument.shipped import load_questionnaire
from surveys.models import QuestionnaireVersion
from tests.factories.surveys import PublishedVersionFactory, VersionFactory, words
from tests.surveys.authoring.conftest import question
from tests.surveys.authoring.drafts.conftest import every_part, keep, url

pytestmark = pytest.mark.django_db


def test_keeping_every_part_as_it_is_changes_nothing(manager_client):
    published = load_questionnaire()
    draft = VersionFactory(
        questionnaire=published.questionnaire, number=9, definition=copy.deepcopy(published.definition)
    )

    for kind, name in every_part(published.definition):
        answer = keep(manager_client, draft, kind, name)
        assert answer.status_code == 302, (kind, name, answer.context and answer.context["form"].errors)

    assert draft.definition == published.definition
    assert draft.revision == 0


def test_list_shows_every_part_with_what_is_wrong_beside_it(manager_client, draft):
    del question(draft.definition, "people")["label"]["en"]
    draft.save()

    page = manager_client.get(url("draft", draft.pk))

    outline = page.context["outline"]
    rows = {row.name: row for section in outline.sections for held in section.rows for row in held.rows}
    assert list(rows) == ["people", "hired", "reasons", "roles", "abilities", "notes"]
    assert (outline.total, len(rows["people"].problems)) == (1, 1)
    assert [held.condition for held in outline.sections[0].rows][2].startswith("Solo si")


def test_words_are_changed_in_both_languages(manager_client, manager, draft):
    keep(
        manager_client,
        draft,
        "question",
        "people",
        label_es="Plantilla",
        label_en="Staff",
        help_es="",
        help_en="",
    )

    assert question(draft.definition, "people")["label"] == {"es": "Plantilla", "en": "Staff"}
    assert (draft.revision, draft.edited_by) == (1, manager)


def test_choices_are_added_renamed_ordered_and_taken_out(manager_client, draft):
    keep(
        manager_client,
        draft,
        "question",
        "reasons",
        **{
            "choices-0-es": "El sueldo",
            "choices-0-ORDER": "3",
            "choices-1-DELETE": "on",
            "choices-3-es": "El horario",
            "choices-3-en": "The hours",
            "choices-3-ORDER": "1",
        },
    )

    kept = question(draft.definition, "reasons")["choices"]
    assert [choice["code"] for choice in kept] == ["the-hours", "pay", "none"]
    assert kept[1]["label"] == {"es": "El sueldo", "en": "pay"}
    assert kept[2]["exclusive"] is True
    read_definition(draft.definition)


def test_rows_and_columns_of_a_grid_are_written(manager_client, draft):
    keep(
        manager_client,
        draft,
        "question",
        "roles",
        **{
            "rows-2-es": "Diseño",
            "rows-2-en": "Design",
            "columns-0-max": "50",
            "columns-2-es": "Urgencia",
            "columns-2-en": "Urgency",
            "columns-2-kind": "single",
            "columns-2-choices": "low | Baja | Low\nhigh | Alta | High",
        },
    )

    roles = question(draft.definition, "roles")
    assert [row["code"] for row in roles["rows"]] == ["dev", "ops", "design"]
    assert roles["columns"][0]["max"] == 50
    assert [choice["code"] for choice in roles["columns"][2]["choices"]] == ["low", "high"]
    read_definition(draft.definition)


def test_draft_starts_from_what_is_published_or_what_comes_with_the_application(manager_client, manager):
    published = PublishedVersionFactory(number=4)
    choices = manager_client.get(url("start")).context["form"].fields["source"].choices
    assert [key for key, _label in choices] == [str(published.pk), "shipped", "empty"]

    answer = manager_client.post(url("start"), {"source": published.pk})
    manager_client.post(url("start"), {"source": "shipped"})

    first, second = QuestionnaireVersion.objects.filter(status="draft").order_by("pk")
    assert answer.url == url("draft", first.pk)
    assert (first.number, first.edited_by) == (5, manager)
    assert first.definition == published.definition | {"code": published.questionnaire.code}
    assert second.questionnaire.code == "skills-needs"


def test_visitors_see_no_page_of_the_editor(client, draft):
    for page, args in (
        ("draft", []),
        ("draft_part", ["question", "people"]),
        ("draft_preview", ["page", "company/size"]),
    ):
        assert client.get(url(page, draft.pk, *args)).status_code == 302


def test_editor_speaks_both_languages(manager_client, draft):
    with override("en"):
        address = url("draft", draft.pk)
    page = manager_client.get(address, headers={"Accept-Language": "en"})

    assert page.status_code == 200
    draft.definition["title"] = words("T")


def test_list_and_part_take_the_same_queries_for_short_and_long_drafts(
    manager_client, django_assert_num_queries
):
    short, long = VersionFactory(), VersionFactory()
    for number in range(3):
        manager_client.post(url("draft", long.pk), {"do": "duplicate", "kind": "question", "name": "people"})
        assert number >= 0
    for draft in (short, long):
        with django_assert_num_queries(QUERIES["draft"]):
            manager_client.get(url("draft", draft.pk))
        with django_assert_num_queries(QUERIES["part"]):
            manager_client.get(url("draft_part", draft.pk, "question", "people"))


QUERIES = {"draft": 3, "part": 4}
