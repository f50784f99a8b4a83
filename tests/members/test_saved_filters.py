"""Filters of the panel's lists that people keep for themselves or for the team."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from members.enums import PanelRole
from members.models import SavedFilter
from members.panel.saved_filters import clean_query
from members.roles import give_role, sync_roles
from tests.conftest import sign_in
from tests.factories.members import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
KEEP = reverse("admin:members_savedfilter_keep")
LIST = reverse("admin:members_organisation_changelist")
COMPANIES = {"model": "members.organisation", "name": "Empresas", "query": "kind__exact=company&p=3"}


def colleague(client, role=PanelRole.MANAGER):
    sync_roles()
    user = UserFactory()
    give_role(user, role)
    sign_in(client, user)
    return user


def test_list_is_saved_as_it_stands_and_found_again_above_it(manager_client, manager):
    response = manager_client.post(KEEP, COMPANIES)

    assert response["Location"] == f"{LIST}?kind__exact=company"
    saved = SavedFilter.objects.get()
    assert (saved.owner, saved.query, saved.is_shared) == (manager, "kind__exact=company", False)
    page = manager_client.get(LIST).content.decode()
    assert f'href="{LIST}?kind__exact=company"' in page
    again = manager_client.get(f"{LIST}?kind__exact=company").content.decode()
    assert 'aria-current="page"' in again
    assert KEEP not in again


def test_list_without_filters_offers_nothing_to_save(manager_client):
    assert KEEP not in manager_client.get(LIST).content.decode()
    assert KEEP in manager_client.get(f"{LIST}?q=nube").content.decode()


def test_same_name_keeps_the_newer_filters(manager_client):
    manager_client.post(KEEP, COMPANIES)
    manager_client.post(KEEP, COMPANIES | {"query": "q=nube"})

    assert SavedFilter.objects.get().query == "q=nube"


def test_colleague_sees_only_what_is_shared_and_changes_nothing_of_it(manager_client, client, manager):
    manager_client.post(KEEP, COMPANIES)
    saved = SavedFilter.objects.get()
    other = UserFactory(email="other@example.org", is_staff=True, is_superuser=True)
    client.logout()
    sign_in(client, other)
    assert "Empresas" not in client.get(LIST).content.decode()

    SavedFilter.objects.update(is_shared=True)

    assert "Empresas" in client.get(LIST).content.decode()
    change = reverse("admin:members_savedfilter_change", args=[saved.pk])
    client.post(change, {"name": "Stolen"})
    client.post(reverse("admin:members_savedfilter_delete", args=[saved.pk]), {"post": "yes"})
    assert SavedFilter.objects.get().name == "Empresas"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"model": "members.nothing"}, 404),
        ({"model": "//evil.example"}, 404),
        ({"model": ""}, 404),
        ({"name": "  "}, 302),
        ({"name": "x" * 81}, 302),
        ({"query": "q=" + "x" * 1001}, 302),
    ],
)
def test_what_cannot_be_saved_is_refused(manager_client, data, status):
    response = manager_client.post(KEEP, COMPANIES | data)

    assert response.status_code == status
    assert not SavedFilter.objects.exists()
    assert status == 404 or response["Location"].startswith(LIST)


def test_saving_needs_a_press_and_the_right_to_see_the_list(client):
    user = colleague(client, PanelRole.EDITOR)
    assert client.get(KEEP).status_code == 405
    assert client.post(KEEP, COMPANIES | {"model": "privacy.event"}).status_code == 403
    assert client.post(KEEP, COMPANIES).status_code == 302

    assert SavedFilter.objects.get().owner == user


def test_pinned_filter_shows_on_the_overview_with_its_count(manager_client, manager):
    OrganisationFactory(kind="university")
    for _ in range(3):
        OrganisationFactory(kind="company")
    SavedFilter.objects.create(
        owner=manager,
        name="Empresas",
        model="members.organisation",
        query="kind__exact=company",
        is_pinned=True,
    )

    page = manager_client.get(reverse("admin:index"))

    (pinned,) = page.context["pinned"]
    assert (pinned.count, pinned.url) == (3, f"{LIST}?kind__exact=company")
    assert "Empresas" in page.content.decode()


@pytest.mark.parametrize("query", ["nothing__exact=1", "kind__exact__evil=1", "o=abc", "id__in=x", "q=%00"])
def test_filter_that_works_no_more_breaks_neither_the_overview_nor_the_list(manager_client, manager, query):
    SavedFilter.objects.create(
        owner=manager, name="Old", model="members.organisation", query=query, is_pinned=True
    )
    SavedFilter.objects.create(owner=manager, name="Gone", model="members.gone", query="", is_pinned=True)

    assert manager_client.get(reverse("admin:index")).status_code == 200
    assert manager_client.get(LIST).status_code == 200
    assert manager_client.get(reverse("admin:members_savedfilter_changelist")).status_code == 200


def test_pinned_filter_of_a_list_that_is_closed_to_one_is_not_shown(client):
    user = colleague(client, PanelRole.EDITOR)
    SavedFilter.objects.create(owner=user, name="Trail", model="privacy.event", query="", is_pinned=True)

    assert client.get(reverse("admin:index")).context["pinned"] == []


def test_list_takes_the_same_queries_for_one_saved_filter_and_for_three(manager_client, manager):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            manager_client.get(LIST)
        return len(caught)

    SavedFilter.objects.create(owner=manager, name="1", model="members.organisation", query="q=1")
    few = queries()
    for name in "23":
        SavedFilter.objects.create(owner=manager, name=name, model="members.organisation", query=f"q={name}")

    assert queries() == few


@given(st.text(max_size=300))
def test_any_query_is_cleaned_once_and_for_all(text):
    cleaned = clean_query(text)

    assert clean_query(cleaned) == cleaned
    assert "\0" not in cleaned
    assert cleaned.isascii()
