"""Invitation, acceptance, code and account page, as a person goes through them with real mail."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from members.accounts.actions import invite
from members.models import OrganisationUser
from tests.browser.conftest import axe_violations
from tests.factories.members import OrganisationFactory, OrganisationUserFactory


def last_text(mailbox, address):
    return mailbox.to(address)[-1].get_content().replace("\r\n", "\n")


def type_code(page, mailbox, address):
    page.wait_for_selector("[name=code]")
    page.fill("[name=code]", re.search(r"^\w+-\w+$", last_text(mailbox, address), re.MULTILINE).group())
    page.locator("main form button").first.click()


@pytest.fixture
def organisation(transactional_db):
    return OrganisationFactory(legal_name="Marea Alta, S.L.", slug="marea-alta")


@pytest.mark.parametrize(
    "options",
    [{}, {"java_script_enabled": False}, {"viewport": {"width": 375, "height": 700}}],
    ids=["desktop", "no script", "phone"],
)
def test_invited_person_comes_in_and_invites_a_colleague(visit, mailbox, site_url, organisation, options):
    invite(organisation, email="ada@example.org", role="owner", by=None, name="Ada")
    scripts = options.get("java_script_enabled", True)
    visitor = visit(**options)
    page, barriers = visitor.page, []

    def look():
        if scripts:
            barriers.extend(axe_violations(page))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") if scripts else True

    page.goto(re.search(r"http\S+", last_text(mailbox, "ada@example.org")).group())
    look()
    page.locator("main form button").click()
    page.wait_for_selector("[name=email]", state="attached")
    look()
    page.locator("main form button").click()
    page.wait_for_selector("[name=code]")
    look()
    type_code(page, mailbox, "ada@example.org")
    page.wait_for_url(f"**{reverse('account:home')}")
    look()
    assert "Marea Alta, S.L." in visitor.text()

    page.get_by_role("link", name=_("People with access")).click()
    look()
    page.fill("[name=email]", "bea@example.org")
    page.select_option("[name=role]", "viewer")
    page.get_by_role("button", name=_("Send the invitation")).click()
    look()
    assert "bea@example.org" in visitor.text()
    assert "Marea Alta" in mailbox.to("bea@example.org")[0]["Subject"]

    page.goto(reverse("account:sessions"))
    look()
    assert _("This browser") in visitor.text()
    page.get_by_role("button", name=_("Sign out here")).click()
    assert (
        page.goto(reverse("account:home"))
        .url.partition("?")[0]
        .endswith(reverse("account_request_login_code"))
    )
    assert barriers == []


def test_owner_approves_who_asked_for_access(visit, mailbox, site_url, organisation):
    owner = OrganisationUserFactory(organisation=organisation, user__email="ada@example.org")
    bea = visit()
    bea.open(reverse("account_request_login_code"))
    bea.page.get_by_role("link", name=_("Ask for access")).click()
    for name, value in {
        "name": "Bea Soto",
        "email": "bea@example.org",
        "organisation_text": "marea alta, s.l.",
    }.items():
        bea.page.fill(f"[name={name}]", value)
    bea.page.locator("main form button").click()
    bea.page.wait_for_url(f"**{reverse('account:asked')}")

    ada = visit()
    ada.page.goto(re.search(r"http\S+", last_text(mailbox, "ada@example.org")).group())
    ada.page.fill("[name=email]", owner.user.email)
    ada.page.locator("main form button").first.click()
    type_code(ada.page, mailbox, "ada@example.org")
    ada.page.get_by_label(_("Give access"), exact=True).check()
    ada.page.select_option("[name=role]", "viewer")
    assert axe_violations(ada.page) == []
    ada.page.get_by_role("button", name=_("Save the decision")).click()

    bea.page.goto(re.search(r"http\S+", last_text(mailbox, "bea@example.org")).group())
    bea.page.locator("main form button").click()
    bea.page.wait_for_selector(f"form[action='{reverse('account_request_login_code')}']")
    assert OrganisationUser.objects.get(user__email="bea@example.org").role == "viewer"


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account:ask"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ways_in_have_no_barrier(visit, name, scheme):
    page = visit(color_scheme=scheme).open(reverse(name))

    assert axe_violations(page) == []
