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


@pytest.mark.parametrize("page", ["questionnaireversion_add", "questionnaire_add"])
def test_adding_one_starts_a_draft_with_something_to_begin_with(manager_client, db, page):
    assert manager_client.get(url(page)).url == url("questionnaireversion_start")
    assert manager_client.post(url(page), {"definition": "{}"}).url == url("questionnaireversion_start")
    assert not QuestionnaireVersion.objects.exists()


def test_page_of_a_version_says_what_comes_next_and_offers_nothing_to_save(manager_client, db):
    draft, published = VersionFactory(), PublishedVersionFactory()

    drafted = manager_client.get(url("questionnaireversion_change", draft.pk)).content.decode()
    frozen = manager_client.get(url("questionnaireversion_change", published.pk)).content.decode()

    assert url("questionnaireversion_draft", draft.pk) in drafted
    assert f"{url('campaign_add')}?version={published.pk}" in frozen
    for page in (drafted, frozen):
        assert 'name="_save"' not in page
        assert 'name="_addanother"' not in page


def test_page_of_a_version_lists_questions_by_their_words(manager_client, db):
    version = PublishedVersionFactory()
    page = manager_client.get(url("questionnaireversion_change", version.pk))

    assert "About people (es) (people)" in page.content.decode()
    assert "Company (es)" in page.content.decode()


def test_edition_begins_with_the_version_that_led_to_it(manager_client, db):
    older, _newer = PublishedVersionFactory(), PublishedVersionFactory()

    form = manager_client.get(f"{url('campaign_add')}?version={older.pk}").context["adminform"].form

    assert str(form["version"].value()) == str(older.pk)
    assert not form.fields["version"].widget.can_add_related
    assert form.fields["label_es"].help_text


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
