"""A training provider proposes another wording; the manager reads the difference; the public page changes."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from tests.browser.conftest import axe_violations
from tests.browser.people import PASSWORD, Manager
from tests.browser.test_account import type_code
from tests.factories.members import OrganisationFactory, OrganisationUserFactory, UserFactory
from tests.factories.training import EditionFactory, OfferFactory, ProviderFactory
from training.models import Offer, OfferRevision


@pytest.fixture
def offer(transactional_db):
    organisation = OrganisationFactory(legal_name="Academia Nube", slug="academia")
    OrganisationUserFactory(organisation=organisation, user__email="ada@example.org")
    made = OfferFactory(
        provider=ProviderFactory(organisation=organisation),
        slug="redes",
        name_es="Redes",
        abstract_es="Cables y nudos.",
    )
    EditionFactory(offer=made, start_date="2099-02-01", places=12)
    return made


@pytest.mark.parametrize(
    "options",
    [{}, {"java_script_enabled": False}, {"viewport": {"width": 375, "height": 700}, "color_scheme": "dark"}],
    ids=["desktop", "no script", "phone by night"],
)
def test_provider_edits_and_the_manager_publishes(visit, mailbox, site_url, offer, options):
    visitor = visit(**options)
    ada, barriers = visitor.page, []

    def look():
        if visitor.scripts:
            barriers.extend(axe_violations(ada))
            assert ada.evaluate("document.documentElement.scrollWidth <= innerWidth"), ada.url

    ada.goto(reverse("account_request_login_code"))
    ada.fill("[name=email]", "ada@example.org")
    ada.locator("main form button").first.click()
    type_code(ada, mailbox, "ada@example.org")
    ada.wait_for_url(f"**{reverse('account:home')}")
    look()
    ada.get_by_role("link", name=_("Training offers")).click()
    ada.wait_for_url(f"**{reverse('provider:offers', args=['academia'])}")
    look()
    with ada.expect_navigation():
        ada.get_by_role("button", name=_("It is still right")).click()
    assert Offer.objects.get().confirmed_on is not None
    look()

    ada.goto(reverse("provider:offer-edit", args=["academia", offer.pk]))
    look()
    ada.fill("[name=abstract_es]", "Cables, nudos y nubes.")
    ada.fill("[name=learning_hours]", "30")
    ada.get_by_role("button", name=_("Send to the cluster")).click()
    ada.wait_for_url(f"**{reverse('provider:offer', args=['academia', offer.pk])}")
    assert "Cables, nudos y nubes." in visitor.text()
    look()
    ada.goto(offer.get_absolute_url())
    assert "nubes" not in visitor.text()

    edition = offer.editions.get()
    ada.goto(reverse("provider:edition-copy", args=["academia", offer.pk, edition.pk]))
    look()
    ada.fill("[name=start_date]", "2100-03-01")
    ada.get_by_role("button", name=_("Send to the cluster")).click()
    ada.wait_for_url(f"**{reverse('provider:offer', args=['academia', offer.pk])}")
    look()
    revision = OfferRevision.objects.get()
    ada.goto(reverse("provider:revision", args=["academia", revision.pk]))
    look()
    assert barriers == []

    UserFactory(email="manager@example.org", password=PASSWORD, is_staff=True, is_superuser=True)
    manager = Manager(visit())
    manager.sign_in("manager@example.org")
    manager.follow(_("%(count)s change proposed by a provider waits") % {"count": 1})
    manager.follow("Redes")
    manager.reads("Cables y nudos.")
    manager.press(_("Publish"))
    assert manager.barriers == []

    offer.refresh_from_db()
    assert (offer.abstract_es, offer.learning_hours) == ("Cables, nudos y nubes.", 30)
    assert offer.editions.count() == 2
    ada.goto(offer.get_absolute_url())
    assert "Cables, nudos y nubes." in visitor.text()
    assert _("The cluster has published what you proposed for %(offer)s.") % {"offer": "Redes"} in " ".join(
        mailbox.to("ada@example.org")[-1].get_content().split()
    )
