"""A manager brings a provider's own site into the catalogue, from its address to the public page."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from tests.browser.conftest import axe_violations
from tests.browser.people import PASSWORD, Manager
from tests.factories.members import OrganisationFactory, UserFactory
from tests.factories.training import OfferFactory, ProviderFactory
from tests.sites import LocalSite
from training.models import Offer

MANAGER = "gestora@example.org"
COURSES = {
    "redes": {"name": "Redes para empezar", "timeRequired": "PT20H", "offers": {"price": 0}},
    "nube": {"name": "Nube sin miedo", "timeRequired": "un trimestre"},
}


@pytest.fixture
def school_site(settings):
    settings.OUTGOING_PRIVATE_ADDRESSES = ["127.0.0.1"]
    site = LocalSite()
    for path, about in COURSES.items():
        course = {"@context": "https://schema.org", "@type": "Course"} | about
        site.page(f"/{path}", f'<script type="application/ld+json">{json.dumps(course)}</script>')
    places = "".join(f"<url><loc>{site.url}/{path}</loc></url>" for path in [*COURSES, "perdida"])
    site.page("/sitemap.xml", f"<urlset>{places}</urlset>", kind="application/xml")
    yield site
    site.close()


@pytest.fixture
def people(transactional_db, mailbox, site_url):
    UserFactory(email=MANAGER, password=PASSWORD, is_staff=True, is_superuser=True)
    school = OrganisationFactory(legal_name="Escuela Inventada, S.L.", trade_name="Escuela Inventada")
    ProviderFactory(organisation=school)
    OfferFactory(name_es="Oferta anterior")


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "options", [{}, {"viewport": {"width": 375, "height": 700}}], ids=["desktop", "phone"]
)
def test_manager_brings_in_a_site(visit, school_site, options):
    manager = Manager(visit(**options))
    manager.sign_in(MANAGER)

    add_source(manager, f"{school_site.url}/sitemap.xml")
    manager.press(_("Try it without changing anything"))
    manager.reads("Redes para empezar")
    manager.reads(_("This was a test: nothing was changed."))
    fits(manager)
    assert Offer.objects.count() == 1

    manager.press(_("Approve"))
    manager.press(_("Read it now"))
    manager.reads(f"{school_site.url}/perdida")
    fits(manager)
    publish(manager)

    reader = visit()
    text = reader.open(Offer.objects.get(name_es="Redes para empezar").get_absolute_url()) and reader.text()
    assert "20 horas" in text
    assert "Leída en el propio sitio del proveedor" in text
    assert not axe_violations(reader.page)
    assert not manager.barriers, "\n".join(sorted(set(manager.barriers)))


def fits(manager: Manager) -> None:
    assert manager.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), manager.page.url


def add_source(manager: Manager, url: str) -> None:
    page = manager.page
    page.goto(reverse("admin:training_harvestsource_add"))
    page.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").fill("Inventada")
    page.locator(".select2-results__option", has_text="Escuela Inventada").click()
    page.fill("[name=url]", url)
    manager.turn(page.locator("[name=_save]").first)


def publish(manager: Manager) -> None:
    """Accept one of the proposals that the report leads to."""
    with manager.page.expect_navigation():
        manager.page.get_by_role("link", name="Redes para empezar").first.click()
    manager.page.select_option("[name=status]", "published")
    manager.turn(manager.page.locator("[name=_save]").first)
