import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.authoring.lss.actions import import_lss
from surveys.authoring.lss.convert import convert
from surveys.authoring.lss.reading import LssRefused, plain, read_lss
from surveys.authoring.lss.relevance import Untranslatable, condition_of
from surveys.instrument.actions import publish_version, read_definition
from surveys.models import Questionnaire, QuestionnaireVersion
from tests.factories.surveys import PublishedVersionFactory, VersionFactory
from tests.surveys.authoring import lss_files


def questions(definition: dict) -> dict:
    pages = [page for section in definition["sections"] for page in section["pages"]]
    return {page["questions"][0]["variable"]: (page["questions"][0], page.get("show_if")) for page in pages}


def test_types_that_match_become_our_kinds():
    definition, _notes = convert(read_lss(lss_files.newer()), "limesurvey-7")

    assert {name: asked["kind"] for name, (asked, _if) in questions(definition).items()} == {
        "people": "number",
        "hired": "single",
        "reasons": "multiple",
        "city": "text",
        "notes": "long_text",
        "remote": "single",
        "since": "date",
        "agree": "grid",
        "profiles": "grid",
        "order": "ranking",
        "mood": "likert",
        "costs": "grid",
    }
    assert definition["title"] == {"es": "Encuesta inventada", "en": "Invented survey"}
    assert definition["sections"][0]["title"] == {"es": "La empresa", "en": "The company"}


def test_words_bounds_and_choices_come_along():
    found = questions(convert(read_lss(lss_files.newer()), "limesurvey-7")[0])

    people, hired = found["people"][0], found["hired"][0]
    assert people == {
        "variable": "people",
        "kind": "number",
        "label": {"es": "Sobre people", "en": "About people & more"},
        "required": True,
        "min": 1,
        "max": 500,
    }
    assert hired["choices"] == [
        {"code": "A1", "label": {"es": "A1 (es)", "en": "A1"}},
        {"code": "A2", "label": {"es": "A2 (es)", "en": "A2"}},
    ]
    profiles = found["profiles"][0]
    assert [row["code"] for row in profiles["rows"]] == ["dev", "ops"]
    assert [(column["code"], column["kind"]) for column in profiles["columns"]] == [
        ("now", "number"),
        ("next", "number"),
    ]


def test_plain_equations_become_conditions():
    found = questions(convert(read_lss(lss_files.newer()), "limesurvey-7")[0])

    assert found["reasons"][1] == {"variable": "hired", "is": "A1"}
    assert found["notes"][1] == {
        "all": [{"variable": "people", "at_least": 10}, {"variable": "hired", "is": "A1"}]
    }
    assert found["mood"][1] == {"variable": "reasons", "is": "pay"}
    assert found["costs"][1] is None


def test_what_does_not_match_is_named_with_why_and_what_to_do():
    _definition, notes = convert(read_lss(lss_files.newer()), "limesurvey-7")

    told = {note.question: note.outcome for note in notes}
    assert told.keys() == {"gender", "file", "hello", "strange", "costs", "profiles"}
    assert all(note.type and note.outcome and note.why and note.advice and note.words for note in notes)
    assert {note.question for note in notes if note.lost} == {"gender", "file", "hello", "strange"}


def test_draft_can_be_published_when_all_its_texts_are_there(db):
    draft, _notes = import_lss(lss_files.newer(), by=None)

    read_definition(draft.definition)
    assert (draft.status, draft.questionnaire.code) == ("draft", "limesurvey-7")
    publish_version(draft, by=None)


def test_older_layout_with_a_row_for_each_language():
    definition, notes = convert(read_lss(lss_files.older()), "limesurvey-8")

    found = questions(definition)
    assert found["hired"][0]["label"] == {"es": "¿Contrató?", "en": "Did you hire?"}
    assert found["hired"][0]["help"] == {"es": "Este año", "en": "This year"}
    assert [choice["label"]["es"] for choice in found["hired"][0]["choices"]] == ["Sí", "No", "Otra"]
    assert found["hired"][0]["choices"][2]["say"] == {"es": "¿Cuál?", "en": "Which?"}
    assert found["why"] == (
        {
            "variable": "why",
            "kind": "long_text",
            "label": {"es": "¿Por qué hired?", "en": "Why?"},
        },
        {"variable": "hired", "is": "A2"},
    )
    assert definition["sections"][0]["intro"] == {"es": "De qué va"}
    assert [note.question for note in notes] == ["why"]


def test_texts_in_another_language_stand_under_spanish():
    content = lss_files.document(
        lss_files.table("groups", {"gid": 1, "group_name": "Groupe", "language": "fr"}),
        lss_files.table(
            "questions", lss_files.question(1, "S", "ville") | {"question": "Où?", "language": "fr"}
        ),
        languages=("fr",),
    )

    definition, notes = convert(read_lss(content), "limesurvey-1")

    assert questions(definition)["ville"][0]["label"] == {"es": "Où?"}
    assert "fr" in notes[0].outcome


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<document>",
        lss_files.BOMB,
        lss_files.OUTSIDE,
        lss_files.document(kind="Question"),
        lss_files.document(),
        b'<?xml version="1.0" encoding="rot13"?><document/>',
        b"<a>" * 60_000,
        b"x" * 5_000_001,
        b"\x00\xff\xfe",
        b"PK\x03\x04...",
    ],
    ids=[
        "empty",
        "no XML",
        "cut short",
        "entity bomb",
        "outside entity",
        "one question",
        "no questions",
        "encoding",
        "deep",
        "large",
        "bytes",
        "archive",
    ],
)
def test_file_that_is_none_is_refused_in_words(content, manager_client):
    address = reverse("admin:surveys_questionnaireversion_import_lss")

    answer = manager_client.post(address, {"file": SimpleUploadedFile("s.lss", content)})

    assert answer.status_code == 422
    assert len(answer.context["form"].errors["file"]) == 1
    assert not QuestionnaireVersion.objects.exists()


def test_too_many_rows_are_refused():
    rows = [{"qid": number} for number in range(20_001)]

    with pytest.raises(LssRefused):
        read_lss(lss_files.document(lss_files.table("questions", *rows)))


def test_page_makes_a_draft_and_lists_what_did_not_come_along(manager_client, manager):
    address = reverse("admin:surveys_questionnaireversion_import_lss")

    answer = manager_client.post(
        address, {"file": SimpleUploadedFile("s.lss", lss_files.newer())}, follow=True
    )

    draft = QuestionnaireVersion.objects.get()
    assert (draft.status, draft.edited_by) == ("draft", manager)
    report = answer.context["report"]
    assert (report["taken"], report["changed"]) == (12, 2)
    assert {note["words"] for note in report["lost"]} == {
        "Sobre gender",
        "Sobre file",
        "Sobre hello",
        "Sobre strange",
    }
    assert {note["question"] for note in report["notes"]} == {"costs", "profiles"}
    assert "Gender" not in answer.content.decode()
    outline = manager_client.get(reverse("admin:surveys_questionnaireversion_draft", args=[draft.pk]))
    assert outline.context["came_in"]
    assert reverse("admin:surveys_questionnaireversion_taken_in", args=[draft.pk]) in outline.content.decode()


def test_report_that_is_not_kept_any_more_says_so(manager_client):
    draft = VersionFactory()

    answer = manager_client.get(reverse("admin:surveys_questionnaireversion_taken_in", args=[draft.pk]))

    assert answer.context["report"] == {}
    assert "vuelva a traer el fichero" in answer.content.decode().lower()


def test_second_file_of_a_survey_is_another_draft_with_the_same_codes(db):
    import_lss(lss_files.newer(), by=None)
    second, _notes = import_lss(lss_files.newer(), by=None)

    assert Questionnaire.objects.count() == 1
    assert second.number == 2
    assert "people" in questions(second.definition)


def test_code_in_use_for_something_else_gets_another_and_is_named(db):
    PublishedVersionFactory()

    draft, notes = import_lss(lss_files.newer(), by=None)

    found = questions(draft.definition)
    assert "people-2" in found
    assert found["reasons-2"][1] == {"variable": "hired-2", "is": "A1"}
    assert {note.question for note in notes} >= {"people", "hired", "reasons"}
    publish_version(draft, by=None)


@pytest.mark.parametrize(
    ("equation", "condition"),
    [
        ("1", None),
        ("", None),
        ('a == "x"', {"variable": "a", "is": "x"}),
        ('(((a.NAOK == "x")))', {"variable": "a", "is": "x"}),
        ("{a == 'x'}", {"variable": "a", "is": "x"}),
        ("a != 'x'", {"not": {"variable": "a", "is": "x"}}),
        ("n > 5", {"variable": "n", "more_than": 5}),
        ("n.NAOK <= 2.5", {"variable": "n", "at_most": 2.5}),
        ("!is_empty(a.NAOK)", {"variable": "a", "answered": True}),
        ("is_empty(a)", {"variable": "a", "answered": False}),
        ("a == ''", {"variable": "a", "answered": False}),
        ("a == 'x' or n == 3", {"any": [{"variable": "a", "is": "x"}, {"variable": "n", "equals": 3}]}),
        ("(a == 'x') && (n ge 3)", {"all": [{"variable": "a", "is": "x"}, {"variable": "n", "at_least": 3}]}),
    ],
)
def test_equation_becomes_a_condition(equation, condition):
    assert condition_of(equation, named) == condition


@pytest.mark.parametrize(
    "equation",
    ["a == 'x' and n == 3 or n == 4", "sum(a, b) > 3", "unknown == 'x'", "a", "a > 'x'", "if(a == 1, 2, 3)"],
)
def test_equation_that_says_more_is_left_to_a_person(equation):
    with pytest.raises(Untranslatable):
        condition_of(equation, named)


def named(name: str, value: str):
    return {"a": ("a", value, False), "n": ("n", value, True)}.get(name)


def test_markup_becomes_plain_words():
    html = "<script>alert(1)</script><p>Uno &amp; <b>dos</b></p><ul><li>tres</li></ul>"

    assert plain(html) == "Uno & dos\ntres"
    assert plain("5 < 6") == "5 < 6"
