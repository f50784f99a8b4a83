"""A manager keeps the catalogue current: a file with errors, a provider's change, an offer recorded twice."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import User
from tera.spreadsheets.writing import XLSX, write_xlsx
from tests.browser.conftest import axe_violations
from tests.browser.people import PASSWORD, Manager
from tests.factories.members import OrganisationFactory, OrganisationUserFactory, UserFactory
from tests.factories.training import EditionFactory, OfferFactory, ProviderFactory
from training.duplicates.finding import find_duplicates
from training.exchange.tasks import work_on_import
from training.models import Bookmark, Offer, OfferImport
from training.upkeep.proposing import propose_change
from training.upkeep.values import seal, values_of

MANAGER = "gestora@example.org"
TITLES = ["provider", "name_es", "learning_hours", "edition_start_date"]


@pytest.fixture
def school(transactional_db, mailbox, site_url):
    UserFactory(email=MANAGER, password=PASSWORD, is_staff=True, is_superuser=True)
    organisation = OrganisationFactory(legal_name="Escuela Inventada, S.L.", slug="escuela")
    return ProviderFactory(organisation=organisation)


@pytest.fixture(params=[{}, {"viewport": {"width": 375, "height": 700}}], ids=["desktop", "phone"])
def manager(visit, school, request):
    manager = Manager(visit(**request.param))
    manager.sign_in(MANAGER)
    yield manager
    assert not manager.barriers, "\n".join(sorted(set(manager.barriers)))


def fits(manager: Manager) -> None:
    assert manager.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), manager.page.url


def bring(manager: Manager, *rows) -> None:
    """Choose a workbook and have it read."""
    manager.page.goto(reverse("admin:training_offer_import"))
    content = write_xlsx("Ofertas", TITLES, rows)
    file = {"name": "ofertas.xlsx", "mimeType": XLSX, "buffer": content}
    manager.page.set_input_files("[name=file]", files=[file])
    manager.turn(manager.page.locator("form:has([name=file]) [type=submit]"))
    fits(manager)


def test_manager_mends_a_workbook_and_imports_it(manager):
    bring(
        manager,
        ["escuela", "Redes", "veinte", "2027-03-01"],
        ["escuela", "Nubes", "30", "2027-03-01"],
    )
    manager.reads("veinte")
    assert not manager.page.get_by_role("button", name=_("Import all of it")).count()

    bring(
        manager,
        ["escuela", "Redes", "20", "2027-03-01"],
        ["escuela", "Nubes", "30", "2027-03-01"],
    )
    manager.press(_("Import all of it"))
    manager.reads("ofertas.xlsx")
    fits(manager)

    imported = Offer.objects.order_by("name_es").values_list("name_es", "learning_hours", "status")
    assert list(imported) == [("Nubes", 30, "draft"), ("Redes", 20, "draft")]


def test_manager_imports_many_rows_and_sees_how_far_it_is(manager, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    bring(manager, *[["escuela", f"Curso {number}", "20", ""] for number in range(201)])
    manager.reads(_("Waiting for its turn…"))

    batch, user = OfferImport.objects.get(), User.objects.get(email=MANAGER)
    work_on_import.call(str(batch.pk), user.pk)

    button = manager.page.get_by_role("button", name=_("Import all of it"))
    button.wait_for()
    assert Offer.objects.count() == 0
    manager.turn(button)
    work_on_import.call(str(batch.pk), user.pk)
    manager.reads(f"{_('New')}: 201")
    assert Offer.objects.count() == 201


def test_manager_words_a_change_of_a_provider_otherwise_and_publishes_it(manager, school):
    person = OrganisationUserFactory(organisation=school.organisation).user
    offer = OfferFactory(provider=school, name_es="Redes", learning_hours=20, abstract_es="Antes")
    now = values_of(offer)
    typed = {"learning_hours": 25, "abstract_es": "Después"}
    seen = {key: seal(now[key]) for key in typed}
    propose_change(offer, typed=typed, seen=seen, version=None, note="", by=person)

    manager.page.goto(reverse("admin:training_offerrevision_changelist"))
    manager.follow("Redes")
    manager.reads("Antes")
    fits(manager)
    manager.page.locator("textarea", has_text="Después").fill("Después de mirarlo")
    manager.press(_("Publish"))

    offer.refresh_from_db()
    assert (offer.learning_hours, offer.abstract) == (25, "Después de mirarlo")


def test_manager_merges_a_duplicate_and_takes_it_back(manager, school, visit):
    kept = OfferFactory(provider=school, slug="redes", name_es="Redes")
    twin = OfferFactory(provider=school, slug="redes-2", name_es="Redes", learning_hours=40)
    EditionFactory(offer=twin, start_date="2099-03-01")
    Bookmark.objects.create(offer=twin, user=UserFactory())
    find_duplicates()

    manager.page.goto(reverse("admin:training_offer_duplicates"))
    fits(manager)
    manager.press(_("Merge, the left one stays: %(name)s") % {"name": "Redes"})
    fits(manager)

    reader = visit()
    reader.open(twin.get_absolute_url())
    assert reader.page.url.endswith(kept.get_absolute_url())
    assert "40 horas" in reader.text()
    assert not axe_violations(reader.page)
    assert kept.bookmarks.count() == 1

    manager.press(_("Undo"))
    reader.open(twin.get_absolute_url())
    assert reader.page.url.endswith(twin.get_absolute_url())
    kept.refresh_from_db()
    assert kept.learning_hours is None


def test_two_rows_of_tabs_of_an_offer_are_told_apart(manager, school):
    offer = OfferFactory(provider=school)

    manager.page.goto(reverse("admin:training_offer_change", args=[offer.pk]))
    manager.page.locator("nav#tabs-items").wait_for()

    assert axe_violations(manager.page) == []
