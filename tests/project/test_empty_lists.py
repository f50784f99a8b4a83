import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from tera import admin_theme


def in_the_menu() -> list:
    return [
        admin.site.get_model_admin(model)
        for model in admin.site._registry
        if any(
            (app, name) == (model._meta.app_label, model._meta.model_name)
            for _heading, entries in admin_theme.MENU
            for _title, _icon, app, name, *_page in entries
        )
    ]


@pytest.mark.django_db
def test_lists_that_fill_by_themselves_say_what_fills_them(rf, manager):
    request = rf.get("/")
    request.user = manager
    filled_by_others = [each for each in in_the_menu() if not each.has_add_permission(request)]

    assert len(filled_by_others) > 8
    assert [type(each).__name__ for each in filled_by_others if not getattr(each, "empty_help", "")] == []


def test_empty_list_says_what_would_come(manager_client):
    page = manager_client.get(reverse("admin:training_problemreport_changelist")).content.decode()

    assert _("Nothing here yet") in page
    assert (
        escape(_("When a reader says on an offer's page that something is wrong, it appears here.")) in page
    )
    assert _("Show everything") not in page


def test_list_emptied_by_a_filter_leads_back(manager_client):
    page = manager_client.get(reverse("admin:training_problemreport_changelist"), {"settled": "no"})

    assert _("Nothing passes these filters") in page.content.decode()
    assert _("Show everything") in page.content.decode()
