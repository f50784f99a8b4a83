"""A manager with a passkey, in a browser with a virtual authenticator (WebAuthn)."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.browser.conftest import axe_violations
from tests.browser.people import PASSWORD
from tests.factories.members import UserFactory

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def newcomer(transactional_db):
    return UserFactory(email="gestora@example.org", password=PASSWORD, is_staff=True, is_superuser=True)


def plug_in_key(visitor) -> None:
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_manager_enrols_a_passkey_and_signs_in_with_it(visit, newcomer, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    visitor = visit()
    page = visitor.page
    plug_in_key(visitor)

    page.goto("/admin/")
    page.fill("[name=login]", newcomer.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main [type=submit]").first.click()
    page.locator(f"a[href='{reverse('mfa_add_webauthn')}']").click()
    barriers = axe_violations(page)
    page.fill("[name=name]", "Portátil")
    page.check("[name=passwordless]")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url and reverse("mfa_add_webauthn") not in url)
    assert Authenticator.objects.get(user=newcomer, type="webauthn").wrap().name == "Portátil"
    page.goto("/admin/")
    page.wait_for_selector("#nav-sidebar-apps", state="attached")

    visitor.context.clear_cookies()
    page.goto(reverse("account_login"))
    barriers += axe_violations(page)
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: reverse("account_login") not in url)
    page.goto("/admin/")
    page.wait_for_selector("#nav-sidebar-apps", state="attached")
    assert barriers == []


def test_password_and_passkey_as_second_step(visit, newcomer, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    visitor = visit()
    page = visitor.page
    plug_in_key(visitor)
    page.goto("/admin/")
    page.fill("[name=login]", newcomer.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main [type=submit]").first.click()
    page.locator(f"a[href='{reverse('mfa_add_webauthn')}']").click()
    page.fill("[name=name]", "Portátil")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: reverse("mfa_add_webauthn") not in url)

    visitor.context.clear_cookies()
    page.goto("/admin/")
    page.fill("[name=login]", newcomer.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main [type=submit]").first.click()
    page.wait_for_url(f"**{reverse('mfa_authenticate')}**")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_selector("#nav-sidebar-apps", state="attached")
