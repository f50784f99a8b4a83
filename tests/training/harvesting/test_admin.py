import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.enums import PanelRole
from members.roles import give_role
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.training import (
    HarvestItemFactory,
    HarvestRunFactory,
    HarvestSourceFactory,
    OfferFactory,
    ProviderFactory,
)
from training.models import HarvestRun, HarvestSource, Offer

pytestmark = pytest.mark.django_db


def page(source):
    return reverse("admin:training_harvestsource_visits", args=[source.pk])


def form(**more):
    data = {"kind": "pages", "only": "", "language": "es", "rhythm": "daily", "drop_limit": 30}
    return data | {"_save": "1"} | more


def put_course(site, **about):
    course = {"@type": "Course", "name": "Redes <b>locales</b>", "url": f"{site.url}/redes"} | about
    site.page(
        "/redes",
        f'<script type="application/ld+json">{json.dumps(course)}</script>'.replace("</b>", "<\\/b>"),
    )
    site.page("/sitemap.xml", f"<urlset><url><loc>{site.url}/redes</loc></url></urlset>", kind="text/xml")


def test_manager_adds_tries_approves_and_reads_a_source(
    manager_client, site, django_capture_on_commit_callbacks
):
    put_course(site, timeRequired="PT20H", price="?")
    provider = ProviderFactory()
    url = f"{site.url}/sitemap.xml"

    response = manager_client.post(
        reverse("admin:training_harvestsource_add"), form(provider=provider.pk, url=url)
    )
    source = HarvestSource.objects.get()
    assert response.url == page(source)
    assert source.state == "proposed"

    with django_capture_on_commit_callbacks(execute=True):
        manager_client.post(page(source), {"do": "test"})
    text = manager_client.get(page(source)).content.decode()
    assert "Redes locales" in text
    assert Offer.objects.count() == 0

    manager_client.post(page(source), {"do": "approve"})
    with django_capture_on_commit_callbacks(execute=True):
        manager_client.post(page(source), {"do": "visit"})
    offer = Offer.objects.get()
    text = manager_client.get(page(source)).content.decode()
    assert (offer.name_es, offer.status) == ("Redes locales", "in_review")
    assert reverse("admin:training_offer_change", args=[offer.pk]) in text


def test_source_that_was_not_tried_is_not_approved(manager_client):
    source = HarvestSourceFactory(state="proposed")

    response = manager_client.post(page(source), {"do": "approve"}, follow=True)

    assert "Pruebe primero la fuente" in response.content.decode()
    assert HarvestSource.objects.get().state == "proposed"


@pytest.mark.parametrize(
    "url", ["https://ana:secreto@centro.example/", "http://2130706433/", "http://127.1/"]
)
def test_form_refuses_an_address_that_would_never_be_asked(manager_client, url):
    data = form(provider=ProviderFactory().pk, url=url)

    response = manager_client.post(reverse("admin:training_harvestsource_add"), data)

    assert response.status_code == 200
    assert not HarvestSource.objects.exists()


def test_running_visit_shows_how_far_it_is_and_asks_again(manager_client):
    source = HarvestSourceFactory()
    HarvestRunFactory(source=source, state="running", done=3, total=8)

    text = manager_client.get(page(source), headers={"HX-Request": "true"}).content.decode()

    assert "página 3 de 8" in text
    assert 'hx-trigger="every 1s"' in text
    assert "<html" not in text


def test_alarm_offers_to_take_the_smaller_number(manager_client):
    source = HarvestSourceFactory()
    HarvestRunFactory(source=source, state="alarm", seen=2, expected=10)

    manager_client.post(page(source), {"do": "take_drop"})

    assert HarvestRun.objects.get(state="queued").takes_drop


def test_report_shows_hostile_text_as_text(manager_client):
    hostile = "<img src=x onerror=alert(1)>"
    run = HarvestRunFactory(
        problems=[{"where": hostile, "code": "status", "detail": hostile}],
        changes=[
            {
                "key": hostile,
                "name": hostile,
                "what": "new",
                "offer": None,
                "fields": {"name_es": ["", hostile], "2027-01-01 · start_date": [None, "2027-01-01"]},
                "held": {"description_es": [hostile, hostile]},
                "skills": 2,
            }
        ],
    )

    text = manager_client.get(reverse("admin:training_harvestrun_change", args=[run.pk])).content.decode()

    assert hostile not in text
    assert "&lt;img src=x" in text


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("harvestsource", HarvestRunFactory),
        ("harvestitem", HarvestItemFactory),
        ("harvestrun", HarvestRunFactory),
    ],
)
def test_lists_ask_as_much_for_three_as_for_one(manager_client, django_assert_num_queries, name, make):
    url = reverse(f"admin:training_{name}_changelist")
    make()
    manager_client.get(url)
    with CaptureQueriesContext(connection) as one:
        manager_client.get(url)
    make.create_batch(2)

    with django_assert_num_queries(len(one)):
        manager_client.get(url)


def test_auditor_reads_and_does_nothing(client):
    user = UserFactory(is_staff=True)
    give_role(user, PanelRole.AUDITOR)
    auditor_client = sign_in(client, user)
    source = HarvestSourceFactory()

    assert auditor_client.get(page(source)).status_code == 200
    assert auditor_client.post(page(source), {"do": "pause"}).status_code == 403
    assert HarvestSource.objects.get().state == "approved"


def test_overview_names_a_source_that_alarms(manager_client):
    HarvestRunFactory(state="alarm")

    text = manager_client.get(reverse("admin:index")).content.decode()

    assert "no se pudo leer el sitio de 1 proveedor" in text.lower()


def test_missing_offers_are_listed_with_how_long(manager_client):
    source = HarvestSourceFactory()
    item = HarvestItemFactory(source=source, offer=OfferFactory(), missing_since="2026-01-01T00:00:00Z")

    text = manager_client.get(page(source)).content.decode()

    assert reverse("admin:training_offer_change", args=[item.offer_id]) in text
