"""Two managers on one draft: nobody overwrites what another wrote."""

import pytest

from surveys.instrument.actions import publish_version
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.surveys import TINY
from tests.surveys.authoring.conftest import question
from tests.surveys.authoring.drafts.conftest import keep, typed, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_client(client, db):
    return sign_in(client, UserFactory(name="Otra Gestora", is_staff=True, is_superuser=True))


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
