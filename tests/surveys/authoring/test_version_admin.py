import copy

import pytest
from django.urls import reverse

from surveys.models import QuestionnaireVersion
from tests.factories.surveys import TINY, PublishedVersionFactory, QuestionnaireFactory, VersionFactory


def url(page, *args):
    return reverse(f"admin:surveys_{page}", args=args)


def test_published_version_is_read_only(manager_client, db):
    version = PublishedVersionFactory()
    address = url("questionnaireversion_change", version.pk)

    page = manager_client.get(address)
    manager_client.post(address, {"definition": "{}"})
    manager_client.post(url("questionnaireversion_delete", version.pk), {"post": "yes"})

    version.refresh_from_db()
    assert version.definition == TINY
    assert reverse("surveys:preview", args=[version.pk]) in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_new_version_starts_from_the_published_one_and_takes_the_next_number(manager_client, db):
    published = PublishedVersionFactory(number=4)
    address = url("questionnaireversion_add")

    form = manager_client.get(address).context["adminform"].form
    sent = {"questionnaire": published.questionnaire_id, "definition": form["definition"].value()}
    manager_client.post(address, sent)

    draft = QuestionnaireVersion.objects.get(status="draft")
    assert (draft.number, draft.definition) == (5, TINY)


def test_form_of_a_draft_does_not_write_over_its_editor(manager_client, db):
    draft = VersionFactory()
    address = url("questionnaireversion_change", draft.pk)

    page = manager_client.get(address)
    manager_client.post(address, {"definition": "{}", "questionnaire": draft.questionnaire_id})

    draft.refresh_from_db()
    assert draft.definition == TINY
    assert "<textarea" not in page.content.decode()
    assert page.context["adminform"].form.fields == {}


def test_publish_asks_first_and_publishes_on_confirmation(manager_client, manager):
    draft = VersionFactory()
    address = url("questionnaireversion_publish", draft.pk)

    asked = manager_client.get(address)
    draft.refresh_from_db()
    assert (asked.status_code, asked.context["problems"], draft.status) == (200, [], "draft")

    manager_client.post(address)
    draft.refresh_from_db()
    assert (draft.status, draft.published_by) == ("published", manager)


def test_publish_lists_what_is_wrong_and_publishes_nothing(manager_client, db):
    definition = copy.deepcopy(TINY) | {"languages": ["es"]}
    draft = VersionFactory(definition=definition)

    answer = manager_client.post(url("questionnaireversion_publish", draft.pk))

    draft.refresh_from_db()
    assert len(answer.context["problems"]) == 1
    assert draft.status == "draft"


def test_publish_refuses_a_visitor(client, db):
    draft = VersionFactory()

    assert client.post(url("questionnaireversion_publish", draft.pk)).status_code == 302
    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.parametrize(
    ("page", "make"),
    [("questionnaire_changelist", QuestionnaireFactory), ("questionnaireversion_changelist", VersionFactory)],
)
def test_list_takes_the_same_queries_for_one_and_three(manager_client, django_assert_num_queries, page, make):
    make()
    with django_assert_num_queries(QUERIES[page]):
        manager_client.get(url(page))
    make()
    make()
    with django_assert_num_queries(QUERIES[page]):
        manager_client.get(url(page))


QUERIES = {"questionnaire_changelist": 6, "questionnaireversion_changelist": 7}
