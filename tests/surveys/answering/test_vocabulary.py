"""Texts that are chosen from the shared vocabulary, or written in words of one's own."""

import uuid

import pytest
from django.urls import reverse

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.instrument.actions import publish_version
from surveys.instrument.ddi import codebook_of
from surveys.instrument.parser import parse_definition
from surveys.models import Answer, RowItem
from tests.factories.skills import SkillFactory
from tests.factories.surveys import InvitationFactory, ResponseFactory, VersionFactory, ask, words
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.answering.test_kinds import PLACE, definition_with

NAME = {"code": "name", "label": words("Skill"), "kind": "text", "required": True, "vocabulary": "skills"}
QUESTIONS = [ask("wish", "text", vocabulary="skills"), ask("wishes", "list", columns=[NAME])]
ROW = str(uuid.uuid4())


@pytest.fixture
def response(db):
    SkillFactory(code="web", label_es="Programación web", label_en="Web programming", aliases=["HTML"])
    version = publish_version(VersionFactory(definition=definition_with(*QUESTIONS)), by=None)
    return ResponseFactory(unit__campaign__version=version)


@pytest.fixture
def owner(response):
    return press(InvitationFactory(unit=response.unit))


def wish(response, text, listed):
    RowItem.objects.create(response=response, list_code="wishes", key=ROW, position=0)
    said = [Change("wish", text), Change("wishes", listed, row=ROW, col="name")]
    save_cells(response, [*COMPLETE, *said], request_id=uuid.uuid4(), actor="Ada")


def test_page_offers_the_shared_words_in_its_language(owner, response):
    page = owner.get(reverse("surveys:page", args=[response.pk, *PLACE])).content.decode()

    assert 'list="question-wish-words"' in page
    assert '<datalist id="question-wish-words"><option value="Programación web">' in page
    assert "Reconocido" not in page


def test_words_are_kept_as_written_and_shown_as_what_they_are_recognised_as(owner, response):
    wish(response, "html", "Hojas de cálculo")

    page = owner.get(reverse("surveys:page", args=[response.pk, *PLACE])).content.decode()
    check = owner.get(reverse("surveys:check", args=[response.pk])).content.decode()

    assert 'value="html"' in page
    assert page.count("Reconocido como «Programación web».") == 1
    assert "html (reconocido como «Programación web»)" in check
    assert "Hojas de cálculo</span>" in check
    assert Answer.objects.get(variable__code="wish").txt == "html"


def test_what_names_itself_is_not_said_twice(owner, response):
    wish(response, "programacion WEB", "HTML")

    check = owner.get(reverse("surveys:check", args=[response.pk])).content.decode()

    assert "programacion WEB</span>" in check
    assert "HTML (reconocido como «Programación web»)" in check


def test_skill_is_sent_beside_the_words_that_name_it(response):
    wish(response, "HTML", "Hojas de cálculo")

    submission = submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    sent = {answer["variable"]: answer for answer in submission.payload["answers"]}
    assert (sent["wish"]["value"], sent["wish"]["skill"]) == ("HTML", "web")
    assert sent["wishes"]["value"] == "Hojas de cálculo"
    assert [name for name, answer in sent.items() if "skill" in answer] == ["wish"]


def test_pages_without_such_a_question_do_not_read_the_vocabulary(
    owner, response, django_assert_max_num_queries
):
    with django_assert_max_num_queries(100) as seen:
        owner.get(reverse("surveys:page", args=[response.pk, "company", "size"]))

    assert not [query for query in seen.captured_queries if "skills_skill" in query["sql"]]


def test_codebook_names_the_vocabulary():
    source = definition_with(*QUESTIONS)

    book = codebook_of(parse_definition(source), source, number=1).decode()

    assert book.count('<concept vocab="ESCO">skills</concept>') == 2
