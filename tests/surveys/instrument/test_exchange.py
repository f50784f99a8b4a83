import copy
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.instrument.actions import publish_version
from surveys.instrument.exchange import MOST_BYTES, FileRefused, as_file, import_questionnaire, read_file
from surveys.instrument.parser import parse_definition
from surveys.instrument.shipped import load_questionnaire, read_shipped
from surveys.instrument.wording import changes_between
from surveys.models import Questionnaire, QuestionnaireVersion
from tests.factories.surveys import TINY, PublishedVersionFactory, VersionFactory, ask, words

pytestmark = pytest.mark.django_db


def as_json(definition) -> bytes:
    return json.dumps(definition).encode()


def upload(client, content: bytes):
    file = SimpleUploadedFile("questionnaire.json", content, "application/json")
    return client.post(reverse("admin:surveys_questionnaireversion_import"), {"file": file})


def test_shipped_questionnaire_comes_back_as_it_went_out():
    assert read_file(as_file(load_questionnaire())) == read_shipped()


def test_file_becomes_a_draft_that_publishes():
    draft, problems = import_questionnaire(as_json(TINY))

    assert problems == []
    assert (draft.status, draft.number, draft.questionnaire.code) == ("draft", 1, TINY["code"])
    assert publish_version(draft, by=None).status == "published"


def test_survey_of_limesurvey_is_led_to_its_own_page(manager_client):
    answer = upload(manager_client, b'<?xml version="1.0"?><document/>')

    assert "LimeSurvey" in answer.context["form"].errors["file"][0]


def test_known_questionnaire_gets_a_new_version_and_keeps_its_title():
    published = PublishedVersionFactory()
    questionnaire = published.questionnaire
    changed = {**copy.deepcopy(published.definition), "code": questionnaire.code, "title": words("Other")}

    draft, _problems = import_questionnaire(as_json(changed))

    assert draft.questionnaire == questionnaire
    assert draft.number == published.number + 1
    assert Questionnaire.objects.get().title == questionnaire.title


def test_draft_with_problems_is_kept_and_each_is_named(manager_client):
    wrong = copy.deepcopy(TINY)
    wrong["sections"][0]["pages"][0]["questions"][0]["label"] = {"es": "Solo en español"}

    page = upload(manager_client, as_json(wrong))

    draft = QuestionnaireVersion.objects.get()
    assert page.url == reverse("admin:surveys_questionnaireversion_draft", args=[draft.pk])
    assert "no tiene texto" in manager_client.get(page.url).content.decode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe{",
        b'{"code": NaN}',
        b'{"code": "a", "code": "b"}',
        b"[" * 100_000,
        b'{"code": "x"}',
        b'{"code": "no spaces", "title": {}, "languages": [], "sections": []}',
        b'{"code": "x", "sections": "many"}',
        b" " * (MOST_BYTES + 1),
        b"PK\x03\x04",
    ],
    ids=lambda content: repr(content[:30]),
)
def test_file_that_is_no_questionnaire_is_refused_whole(manager_client, content):
    with pytest.raises(FileRefused):
        import_questionnaire(content)
    page = upload(manager_client, content)

    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    assert not Questionnaire.objects.exists()


def test_what_is_published_already_is_not_taken_in_again():
    draft, _problems = import_questionnaire(as_json(TINY))
    publish_version(draft, by=None)

    with pytest.raises(FileRefused, match="1"):
        import_questionnaire(as_json(TINY))


def test_download_is_what_import_takes(manager_client):
    version = VersionFactory()

    answer = manager_client.get(reverse("admin:surveys_questionnaireversion_download", args=[version.pk]))

    assert "attachment" in answer["Content-Disposition"]
    assert read_file(answer.content) == version.definition


def test_publishing_shows_what_changes(manager_client):
    published = PublishedVersionFactory()
    definition = copy.deepcopy(published.definition)
    page = definition["sections"][0]["pages"][0]
    page["questions"][0]["label"] = words("Heads")
    page["questions"].append(ask("cats", "number"))
    draft = VersionFactory(
        questionnaire=published.questionnaire, number=published.number + 1, definition=definition
    )

    text = manager_client.get(
        reverse("admin:surveys_questionnaireversion_publish", args=[draft.pk])
    ).content.decode()

    assert "Con otras palabras: Heads (es)" in text
    assert "Nueva: About cats (es)" in text


def test_changes_are_told_apart():
    last = parse_definition(TINY)
    changed = copy.deepcopy(TINY)
    changed["checks"] = []
    pages = changed["sections"][1]["pages"]
    pages[0]["questions"][0]["rows"].pop()
    pages.pop(2)

    changes = changes_between(last, parse_definition(changed))

    assert [q.variable for q in changes.broken] == ["roles"]
    assert [q.variable for q in changes.dropped] == ["notes"]
    assert not changes.added
    assert not changes_between(last, last)
