import re

import pytest
from django.contrib import admin
from django.urls import reverse

PUBLIC = [
    "study:home",
    "training:offer-list",
    "study:study-list",
    "actionplan:plan",
    "api:docs",
    "styleguide",
]


def directives(response) -> dict[str, str]:
    """Split the header into directive and sources."""
    parts = response["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_allows_nothing_inline_and_no_eval(client, name):
    policy = directives(client.get(reverse(name)))

    assert policy["default-src"] == "'none'"
    assert (policy["script-src"], policy["style-src"]) == ("'self'", "'self'")
    assert "unsafe" not in str(policy)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["admin:index", "admin:password_change"])
def test_admin_allows_eval_for_its_menus_but_no_inline_code(manager_client, name):
    policy = directives(manager_client.get(reverse(name)))

    assert policy["script-src"] == "'self' 'unsafe-eval'"
    assert policy["style-src"] == "'self'"
    assert policy["default-src"] == "'none'"


@pytest.mark.django_db
def test_admin_sign_in_is_a_page_of_the_site_with_its_strict_policy(client):
    response = client.get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert directives(response)["script-src"] == "'self'"


@pytest.mark.django_db
def test_admin_pages_carry_no_inline_style_or_script(manager_client):
    html = manager_client.get(reverse("admin:index")).content.decode()

    assert "<style" not in html
    assert " style=" not in html
    assert "<script>" not in html


@pytest.mark.django_db
def test_admin_forms_load_nothing_from_another_host(manager_client):
    """modeltranslation would load jQuery UI from a content network, which the policy refuses."""
    foreign = {}
    for model in admin.site._registry:
        names = (f"{model._meta.app_label}_{model._meta.model_name}_{page}" for page in ("changelist", "add"))
        for url in (reverse(f"admin:{name}") for name in names):
            html = manager_client.get(url, follow=True).content.decode()
            foreign[url] = re.findall(r'(?:src|href)="((?:https?:)?//[^"]+\.(?:js|css)[^"]*)"', html)

    assert {url: found for url, found in foreign.items() if found} == {}
