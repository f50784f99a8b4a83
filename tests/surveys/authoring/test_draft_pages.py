import copy
import json
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from surveys.instrument.actions import publish_version, read_definition
from surveys.instrument.cells import Cell, Key
from surveys.instrument.checks import failures
from surveys.instrument.parser import parse_definition
from surveys.instrument.shipped import load_questionnaire
from surveys.models import QuestionnaireVersion
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.surveys import TINY, PublishedVersionFactory, VersionFactory, words
from tests.surveys.authoring.conftest import question

pytestmark = pytest.mark.django_db


def url(page, *args):
    return reverse(f"admin:surveys_questionnaireversion_{page}", args=args)


@pytest.fixture
def draft():
    return VersionFactory()


@pytest.fixture
def other_client(client, db):
    return sign_in(client, UserFactory(name="Otra Gestora", is_staff=True, is_superuser=True))


def typed(client, version, kind, name, **changes) -> dict:
    """Return what the form of a part sends, with some fields written anew."""
    form = client.get(url("draft_part", version.pk, kind, name)).context["form"]
    sent = values_of(form)
    for items in getattr(form, "items", {}).values():
        sent |= values_of(items.management_form, items.prefix)
        for row in items.forms:
            sent |= values_of(row)
    return sent | changes


def values_of(form, prefix="") -> dict:
    values = {form[name].html_name: form[name].value() for name in form.fields}
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value != ""
    }


def keep(client, version, kind, name, **changes):
    answer = client.post(
        url("draft_part", version.pk, kind, name), typed(client, version, kind, name, **changes)
    )
    version.refresh_from_db()
    return answer


def every_part(definition):
    yield "title", "title"
    for section in definition["sections"]:
        yield "section", section["code"]
        for page in section["pages"]:
            yield "page", f"{section['code']}/{page['code']}"
            for asked in page["questions"]:
                yield "question", asked["variable"]
    for check in definition["checks"]:
        yield "check", check["code"]


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


def test_part_that_is_gone_is_said_and_nothing_changes(manager_client, draft):
    gone = {"do": "remove", "kind": "question", "name": "nothing"}

    answer = manager_client.post(url("draft", draft.pk), gone, follow=True)

    draft.refresh_from_db()
    assert draft.definition == TINY
    assert [str(message.tags) for message in answer.context["messages"]] == ["warning"]


def test_two_managers_on_one_question_see_each_others_words(manager_client, other_client, draft):
    mine = typed(manager_client, draft, "question", "people", label_es="Mis palabras")
    keep(other_client, draft, "question", "people", label_es="Sus palabras")

    answer = manager_client.post(url("draft_part", draft.pk, "question", "people"), mine)

    assert answer.status_code == 409
    assert [(d.theirs, d.ours) for d in answer.context["differences"]] == [("Sus palabras", "Mis palabras")]
    assert "Otra Gestora" in answer.content.decode()
    draft.refresh_from_db()
    assert question(draft.definition, "people")["label"]["es"] == "Sus palabras"

    again = mine | {"base": answer.context["form"]["base"].value()}
    assert manager_client.post(url("draft_part", draft.pk, "question", "people"), again).status_code == 302
    draft.refresh_from_db()
    assert question(draft.definition, "people")["label"]["es"] == "Mis palabras"


def test_two_managers_on_different_parts_do_not_stop_each_other(manager_client, other_client, draft):
    mine = typed(manager_client, draft, "section", "company", title_es="La empresa")
    keep(other_client, draft, "question", "people", label_es="Sus palabras")

    answer = manager_client.post(url("draft_part", draft.pk, "section", "company"), mine)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert draft.definition["sections"][0]["title"]["es"] == "La empresa"
    assert question(draft.definition, "people")["label"]["es"] == "Sus palabras"


def test_words_for_a_question_somebody_took_out_are_read_back(manager_client, draft):
    mine = typed(manager_client, draft, "question", "notes", label_es="Muchas palabras")
    manager_client.post(url("draft", draft.pk), {"do": "remove", "kind": "question", "name": "notes"})

    answer = manager_client.post(url("draft_part", draft.pk, "question", "notes"), mine)

    assert answer.status_code == 409
    assert "Muchas palabras" in answer.content.decode()


def test_published_version_is_edited_no_more(manager_client, draft):
    mine = typed(manager_client, draft, "question", "people", label_es="Tarde")
    publish_version(draft, by=None)

    answer = manager_client.post(url("draft_part", draft.pk, "question", "people"), mine)

    assert answer.url == url("change", draft.pk)
    assert manager_client.get(url("draft", draft.pk)).url == url("change", draft.pk)
    draft.refresh_from_db()
    assert draft.definition == TINY


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


def test_preview_shows_what_is_written_and_keeps_nothing(manager_client, draft):
    sent = typed(manager_client, draft, "question", "people", label_es="Todavía no", label_en="Not yet")
    address = url("draft_preview", draft.pk, "question", "people")

    spanish = manager_client.post(address, sent)
    english = manager_client.post(address, sent | {"preview_language": "en"})

    assert "Todavía no" in spanish.content.decode()
    assert "Not yet" in english.content.decode()
    assert spanish["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in spanish["Content-Security-Policy"]
    draft.refresh_from_db()
    assert draft.definition == TINY
    for kind, name in every_part(TINY):
        assert manager_client.get(url("draft_preview", draft.pk, kind, name)).status_code == 200


def test_figures_are_read_as_people_type_them_whatever_the_language_of_the_preview(manager_client, draft):
    sent = typed(manager_client, draft, "question", "people", label_en="Not yet", max="20.000")
    address = url("draft_preview", draft.pk, "question", "people")

    english = manager_client.post(address, sent | {"preview_language": "en"})
    keep(manager_client, draft, "question", "people", max="20.000")

    assert "Not yet" in english.content.decode()
    assert question(draft.definition, "people")["max"] == 20_000
    assert keep(manager_client, draft, "question", "people", max="muchas").status_code == 422


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
