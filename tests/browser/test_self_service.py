"""A company changes its data, asks for another name, and confirms the year; the manager approves."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Identifier
from tests.browser.conftest import axe_violations
from tests.browser.people import PASSWORD, Manager
from tests.browser.test_account import type_code
from tests.factories.members import (
    MembershipFactory,
    OrganisationFactory,
    OrganisationUserFactory,
    UserFactory,
)
from tests.factories.skills import SkillFactory


@pytest.fixture
def organisation(transactional_db):
    SkillFactory.create_batch(3)
    made = OrganisationFactory(legal_name="Marea Alta, S.L.", slug="marea-alta")
    Identifier.objects.create(organisation=made, value="B64717838")
    MembershipFactory(organisation=made)
    OrganisationUserFactory(organisation=made, user__email="ada@example.org")
    return made


@pytest.mark.parametrize(
    "options",
    [{}, {"java_script_enabled": False}, {"viewport": {"width": 375, "height": 700}, "color_scheme": "dark"}],
    ids=["desktop", "no script", "phone by night"],
)
def test_company_edits_and_the_manager_approves(visit, mailbox, site_url, organisation, options):
    visitor = visit(**options)
    ada, barriers = visitor.page, []

    def look():
        if visitor.scripts:
            barriers.extend(axe_violations(ada))
            assert ada.evaluate("document.documentElement.scrollWidth <= innerWidth")

    ada.goto(reverse("account_request_login_code"))
    ada.fill("[name=email]", "ada@example.org")
    ada.locator("main form button").first.click()
    type_code(ada, mailbox, "ada@example.org")
    ada.wait_for_url(f"**{reverse('account:home')}")
    look()

    ada.goto(reverse("account:confirm", args=["marea-alta"]))
    look()
    ada.fill("[name=municipality]", "Laredo")
    ada.get_by_role("button", name=_("Confirm these data")).click()
    ada.wait_for_url(f"**{reverse('account:home')}")
    assert organisation.confirmations.count() == 1

    ada.goto(reverse("account:data", args=["marea-alta"]))
    look()
    ada.fill("[name=trade_name]", "Marea")
    ada.locator("[name=technologies]").first.check()
    organisation.refresh_from_db()
    organisation.contact_phone = "942 000 000"
    organisation.save()
    ada.get_by_role("button", name=_("Save"), exact=True).click()
    ada.wait_for_selector(".data-table")
    look()
    assert ada.input_value("[name=trade_name]") == "Marea"
    ada.get_by_role("button", name=_("Save"), exact=True).click()
    ada.wait_for_selector(".data-table", state="detached")
    organisation.refresh_from_db()
    assert (organisation.trade_name, organisation.contact_phone) == ("Marea", "942 000 000")

    ada.goto(reverse("account:identity", args=["marea-alta"]))
    look()
    ada.fill("[name=number]", "B64717839")
    ada.get_by_role("button", name=_("Send the request")).click()
    ada.wait_for_selector(".is-invalid")
    look()
    ada.fill("[name=number]", "A58818501")
    ada.fill("[name=legal_name]", "Marea Nueva, S.A.")
    ada.get_by_role("button", name=_("Send the request")).click()
    ada.wait_for_selector(f"button:has-text('{_('Withdraw the request')}')")
    look()
    assert barriers == []

    UserFactory(email="manager@example.org", password=PASSWORD, is_staff=True, is_superuser=True)
    manager = Manager(visit())
    manager.sign_in("manager@example.org")
    manager.follow(_("%(count)s organisation asks to change its identity") % {"count": 1})
    manager.follow("Marea")
    manager.reads("Marea Nueva, S.A.")
    manager.page.get_by_label(_("Make the change"), exact=True).check()
    manager.save()
    assert manager.barriers == []

    organisation.refresh_from_db()
    assert organisation.legal_name == "Marea Nueva, S.A."
    assert organisation.identifiers.get().value == "A58818501"
    assert _("The change you asked for is done: the register has the new data of %(organisation)s.") % {
        "organisation": "Marea"
    } in " ".join(mailbox.to("ada@example.org")[-1].get_content().split())
