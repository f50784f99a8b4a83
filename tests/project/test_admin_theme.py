import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from tera import admin_theme
from tests.factories.members import UserFactory


def headings(groups: list[dict]) -> list[str]:
    return [str(group["title"]) for group in groups if "title" in group]


@pytest.fixture
def every_changelist(monkeypatch):
    """Pretend that each model of the menu has an admin."""
    monkeypatch.setattr(admin_theme, "changelist", lambda app, model, *page: f"/admin/{app}/{model}/")


@pytest.mark.django_db
def test_menu_follows_the_cycle(rf, manager, every_changelist):
    request = rf.get("/")
    request.user = manager

    groups = admin_theme.menu(request)

    assert headings(groups) == [str(heading) for heading, _ in admin_theme.MENU]
    assert groups[0]["items"][0]["link"] == reverse("admin:index")


@pytest.mark.django_db
def test_menu_hides_what_the_user_may_not_see(rf, every_changelist):
    request = rf.get("/")
    request.user = UserFactory(is_staff=True)

    assert headings(admin_theme.menu(request)) == []


def test_menu_of_a_stranger_is_the_overview_alone(rf):
    request = rf.get("/")
    request.user = AnonymousUser()

    assert len(admin_theme.menu(request)) == 1


def test_changelist_without_an_admin_is_left_out():
    assert admin_theme.changelist("members", "nothing") == ""


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/admin/", ["/admin/"]),
        ("/admin/actionplan/plan/1/change/", ["/admin/actionplan/plan/"]),
        ("/admin/actionplan/plan/gaps/7/", ["/admin/actionplan/plan/gaps/"]),
        ("/admin/nothing/", []),
    ],
    ids=["overview", "list", "page-below-a-list", "elsewhere"],
)
def test_menu_marks_one_entry_as_current(path, current):
    links = ["/admin/", "/admin/actionplan/plan/", "/admin/actionplan/plan/gaps/"]
    groups = [{"items": [{"link": link} for link in links]}]

    admin_theme.mark_current(groups, path)

    assert [item["link"] for item in groups[0]["items"] if item["active"]] == current


@pytest.mark.parametrize("key", ["%00", "²", "x", "9" * 30, "-1", "1%0A"])
@pytest.mark.parametrize("page", ["change", "history", "go/record"])
def test_address_with_what_can_be_no_key_is_not_found(manager_client, page, key):
    assert manager_client.get(f"/admin/surveys/unit/{key}/{page}/").status_code == 404
