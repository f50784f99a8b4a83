"""From a list to a digest in the mailbox and out again: a real browser, a real mail server."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations
from tests.factories.training import EditionFactory, OfferFactory
from training.following.outbox import send_digests
from training.following.planning import plan_digests
from training.models import Follower, SavedSearch

pytestmark = pytest.mark.django_db(transaction=True)
ANA = "ana@example.org"


def link_in(message, word: str) -> str:
    text = message.get_body(("plain",)).get_content()
    return next(link for link in re.findall(r"http://\S+", text) if word in link)


def narrow(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_following_a_list_from_the_page_to_the_mail_and_out(visit, mailbox, site_url, scripts):
    OfferFactory(name_es="Redes", course_mode="online")
    visitor = visit(viewport={"width": 375, "height": 800}, java_script_enabled=scripts)
    with translation.override("es"):
        page = visitor.open(reverse("training:offer-list") + "?modalidad=online")
    page.get_by_role("link", name="Avísame cuando haya algo nuevo").click()
    expect(page.locator(".follow__subject")).to_contain_text("En línea")
    if scripts:
        assert axe_violations(page) == []
        assert narrow(page)
    page.get_by_label("Su dirección de correo").fill(ANA)
    page.get_by_label("Cada día").check()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("Mire su correo")

    (asked,) = mailbox.to(ANA)
    page.goto(link_in(asked, "/confirmar/"))
    if scripts:
        assert axe_violations(page) == []
    assert SavedSearch.objects.confirmed().count() == 0
    page.get_by_role("button", name="Sí, avísame").click()
    expect(page.locator("h1")).to_have_text("Sus avisos de formación")
    if scripts:
        assert axe_violations(page) == []
        assert narrow(page)

    new = OfferFactory(name_es="Ciberseguridad", course_mode="online")
    EditionFactory(offer=new, application_deadline=timezone.localdate() + timedelta(days=9))
    plan_digests(timezone.now() + timedelta(days=1))
    send_digests()

    digest = mailbox.to(ANA)[-1]
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = digest.get_body(("plain",)).get_content()
    assert "Ciberseguridad" in text
    assert "Redes" not in text
    page.goto(link_in(digest, "/baja-total/"))
    if scripts:
        assert axe_violations(page) == []
    page.get_by_role("button", name="Dejar de recibir todos estos mensajes").click()
    expect(page.locator("h1")).to_have_text("No más mensajes")
    assert not Follower.objects.exists()
