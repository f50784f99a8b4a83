"""What each role of the team may do in the admin panel, and that nobody else gets in."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse

from members.roles import APPS
from tests.factories.members import (
    UserFactory,
)
from tests.project.conftest import NO_KEY, TEAM, answer

pytestmark = pytest.mark.django_db
# Everybody of the team has these of their own; tests/members/test_saved_filters.py asks of others'.
OWN = {"savedfilter"}


@pytest.mark.parametrize("who", ["anonymous", "stranger", "viewer", "owner", "editor"])
def test_panel_shows_no_list_to_whoever_is_not_of_the_team(cast, who):
    for model in admin.site._registry:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert answer(cast[who], url) == "in"


def test_auditor_sees_every_list_and_adds_nothing(cast):
    for model in (model for model in admin.site._registry if model._meta.app_label in APPS):
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert answer(cast["auditor"], reverse(f"{base}_changelist")) == "200", base
        assert cast["auditor"].post(reverse(f"{base}_add"), {"_save": "1"}).status_code == 403, base


@pytest.mark.parametrize("who", TEAM)
@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_panel_lets_each_role_do_to_each_model_what_its_table_says(cast, who, page):
    user = get_user_model().objects.get(pk=cast[who].session["_auth_user_id"])
    for model, model_admin in admin.site._registry.items():
        app, name = model._meta.app_label, model._meta.model_name
        if app not in APPS or name in OWN or user.has_perm(f"{app}.{page}_{name}"):
            continue
        url = reverse(f"admin:{app}_{name}_{page}", args=[] if page == "add" else [NO_KEY])
        assert cast[who].post(url, {"post": "yes"}).status_code == 403, (model_admin, page)


def test_roles_differ_as_meant(cast):
    may = {
        who: {
            perm.split("_")[0]
            for perm in get_user_model()
            .objects.get(pk=cast[who].session["_auth_user_id"])
            .get_all_permissions()
            if perm.startswith("training.")
        }
        for who in TEAM
    }

    assert may["auditor"] == {"training.view"}
    assert (
        may["curator"]
        == may["manager"]
        == {f"training.{verb}" for verb in ("add", "change", "delete", "view")}
    )


@pytest.mark.parametrize("who", ["curator", "auditor"])
def test_auditor_and_curator_delete_no_organisation_by_any_way(cast, who):
    organisation = cast["organisation"]
    url = reverse("admin:members_organisation_delete", args=[organisation.pk])
    assert cast[who].post(url, {"post": "yes"}).status_code == 403

    chosen = {"action": "delete_selected", "_selected_action": organisation.pk, "post": "yes"}
    cast[who].post(reverse("admin:members_organisation_changelist"), chosen)

    organisation.refresh_from_db()


def test_manager_cannot_become_or_change_a_superuser(cast):
    boss = UserFactory(is_staff=True, is_superuser=True)
    url = reverse("admin:members_user_change", args=[boss.pk])

    assert cast["manager"].post(url, {"email": "taken@example.org"}).status_code == 403
    user = cast["owner account"].user
    data = {"email": user.email, "is_active": "on", "panel_role": "manager", "is_superuser": "on"}
    data |= {"organisation_accounts-TOTAL_FORMS": 0, "organisation_accounts-INITIAL_FORMS": 0}
    cast["manager"].post(reverse("admin:members_user_change", args=[user.pk]), data)

    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser) == (True, False)
