"""The whole cycle as three people live it, with a browser and a mail server and nothing else."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from bench.proofs.walk import declined, filled
from tests.browser.by_post import answer_by_post
from tests.browser.conftest import axe_violations
from tests.browser.people import PASSWORD, Company, Manager

MANAGER = "gestora@example.org"
EDITION = "2027"
LABEL = "Encuesta de competencias 2027 (demo)"
ANSWERING = 10
# One company answers on the screen with scripts, and one of each kind without; those after them send
# the same forms without a browser.
ON_SCREEN = 3


@pytest.fixture
def cluster(transactional_db, monkeypatch, mailbox, site_url):
    """A fresh installation: the published facts, the invented members, and one manager's account."""
    call_command("load_baseline", verbosity=0)
    call_command("load_demo", verbosity=0)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, verbosity=0, email=MANAGER)


def path(name: str, *args: str, language: str = "es") -> str:
    with translation.override(language):
        return reverse(name, args=args)


def link_in(message) -> str:
    text = message.get_body(("plain",)).get_content()
    return re.search(r"https?://\S+/e/\S+", text).group()


def way_in(message, mailbox):
    return link_in(message), lambda: mailbox.to(message["X-Recipient"])


@pytest.mark.usefixtures("cluster")
def test_cycle_from_members_to_a_published_study(visit, mailbox):
    manager = Manager(visit(viewport={"width": 1280, "height": 2000}))
    manager.sign_in(MANAGER)

    open_edition(manager)
    invitations = invite(manager, mailbox)

    answer_with_scripts(visit, invitations[0], mailbox)
    for place, invitation in enumerate(invitations[1:ANSWERING], 1):
        hires = place % 2 == 0
        if place < ON_SCREEN:
            answer_without_scripts(visit, invitation, mailbox, hires=hires)
        else:
            fill = filled if hires else declined
            assert answer_by_post(*way_in(invitation, mailbox), fill).receipt
    reader = visit()
    assert reader.page.goto(path("study:study-detail", EDITION)).status == 404

    close_and_read(manager)
    late = visit()
    late.open(link_in(invitations[-1]))
    late.page.locator("main form button").click()
    assert _("The survey is closed") in late.text()

    code = turn_a_gap_into_an_action(manager)
    publish(manager)
    assert not manager.barriers, "\n".join(sorted(set(manager.barriers)))

    for options in ({}, {"color_scheme": "dark"}, {"java_script_enabled": False}):
        read_as_the_public(visit(**options), code)


def open_edition(manager: Manager) -> None:
    """Close the edition that is still open, then set up and launch the next one for the members."""
    manager.to_menu(_("Survey editions"))
    manager.follow("Encuesta de necesidades digitales 2026 (demo)")
    manager.follow(_("Close"))
    manager.press(_("Close now"))
    manager.to_menu(_("Survey editions"))
    manager.turn(manager.page.locator("a[href$='/campaign/add/']").first)
    manager.fill(label_es=LABEL, label_en="Skills survey 2027 (demo)", edition=EDITION)
    manager.save()
    manager.follow(LABEL)
    manager.follow(_("Launch"))
    assert manager.page.locator("tbody tr").count() == 34
    manager.press(_("Launch now"))
    manager.reads(_("%(n)s of %(total)s companies have answered") % {"n": 0, "total": 34})


def invite(manager: Manager, mailbox) -> list:
    """Return one invitation of each of the 34 companies, out of those that arrived."""
    manager.follow(_("Send invitations"))
    listed = [row.locator("td, th").all_inner_texts() for row in manager.page.locator("tbody tr").all()]
    addresses = {company.strip(): address.strip() for company, __, address in listed}
    assert len(addresses) == 34
    manager.press(_("Send now"))
    received = [mailbox.to(address)[-1] for __, __, address in listed]
    assert all(LABEL in message.get_body(("plain",)).get_content() for message in received)
    return [mailbox.to(address)[-1] for address in addresses.values()]


def answer_with_scripts(visit, invitation, mailbox) -> None:
    company = Company(visit(color_scheme="dark"), *way_in(invitation, mailbox))
    company.enter()
    company.answer(hires=True, pages=4)
    company.leave()

    again = Company(visit(), *way_in(invitation, mailbox))
    again.enter()
    again.answer(hires=True)
    number = re.search(r"[A-Z0-9]{4}(-[A-Z0-9]{4})+", again.submit()).group()

    assert any(number in m.get_body(("plain",)).get_content() for m in mailbox.to(invitation["X-Recipient"]))
    assert company.barriers == again.barriers == []


def answer_without_scripts(visit, invitation, mailbox, *, hires: bool) -> None:
    company = Company(visit(java_script_enabled=False), *way_in(invitation, mailbox))
    company.enter()
    company.answer(hires=hires)
    assert re.search(r"[A-Z0-9]{4}(-[A-Z0-9]{4})+", company.submit())


def close_and_read(manager: Manager) -> None:
    manager.to_menu(_("Survey editions"))
    manager.follow(LABEL)
    manager.follow(_("Close"))
    manager.press(_("Close now"))
    manager.follow(_("Results"))
    table = manager.page.get_by_role("table").first.inner_text()
    assert re.search(rf"Desarrollo de software\s+5 \w+ {ANSWERING} · 50 %", table)
    manager.reads(_("Invented data for the demonstration"))


def turn_a_gap_into_an_action(manager: Manager) -> str:
    """Return the code of the new action."""
    manager.to_menu(_("Gap board"))
    manager.follow(_("Create action"))
    title = "Curso intensivo para la brecha medida"
    manager.fill(title_es=title, title_en="Intensive course for the gap")
    manager.turn(manager.page.locator("form [type=submit]").last)
    manager.page.goto(path("actionplan:plan"))
    assert title in manager.visitor.text()
    link = manager.page.get_by_role("link", name=title).first
    return link.get_attribute("href").rstrip("/").rsplit("/", 1)[-1]


def publish(manager: Manager) -> None:
    manager.page.goto("/admin/")
    manager.to_menu(_("Studies"))
    manager.turn(manager.page.locator("a[href$='/study/add/']").first)
    manager.page.select_option("[name=campaign]", label=LABEL)
    manager.page.select_option("[name=plan]", index=1)
    manager.fill(title_es="Estudio de competencias 2027", title_en="Skills study 2027")
    manager.save()
    manager.follow("Estudio de competencias 2027")
    manager.follow(_("Publish…"))
    manager.press(_("Publish the study"))
    address = path("study:study-detail", EDITION)
    manager.page.locator(f"main a[href$='{address}'], #main a[href$='{address}']").first.wait_for()


def read_as_the_public(reader, code: str) -> None:
    page = reader.page
    pages = [
        path(*name, language=language)
        for language in ("es", "en")
        for name in (
            ("study:home",),
            ("training:offer-list",),
            ("training:profile-list",),
            ("actionplan:plan",),
            ("actionplan:node-detail", code),
            ("study:study-list",),
            ("study:study-detail", EDITION),
        )
    ]
    barriers = []
    for address in pages:
        assert page.goto(address).status == 200, address
        if reader.scripts:
            barriers += axe_violations(page)
    assert barriers == []

    page.goto(path("training:offer-list") + "?q=inteligencia&color=azul")
    assert "color" in page.locator("main").inner_text()
    offers = page.locator("main h2 a, main h3 a").evaluate_all("all => all.map(a => a.href)")
    asked = []
    for offer in offers:
        page.goto(offer)
        assert _("What the companies ask for") in reader.text()
        asked += page.locator(f"main a[href$='{path('study:study-detail', EDITION)}']").all()
    assert asked

    for language in ("es", "en"):
        answer = page.request.get(path("study:study-pdf", EDITION, language=language))
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-")
