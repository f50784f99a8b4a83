"""The code that the builder writes, on a page of another site."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations
from tests.factories.training import OfferFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other_site():
    """Serve one page from an origin of its own."""
    servers = []

    def serve(html: str) -> str:
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802 - the name that http.server calls
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(html.encode())

            def log_message(self, *arguments):
                """Keep the test's output to the test."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_code_of_the_builder_shows_the_list_on_another_site(visit, site_url, other_site):
    OfferFactory(name_es="Redes", course_mode="online", price_category="free")
    visitor = visit(viewport={"width": 375, "height": 800})
    with translation.override("es"):
        page = visitor.open(reverse("training:widget-builder") + "?modalidad=online")
    expect(page.frame_locator(".builder__preview").locator(".widget__name")).to_contain_text("Redes")
    page.locator("#widget-max").select_option("3")
    page.get_by_role("button", name="Escribir de nuevo el código").click()
    code = page.locator("#widget-code").input_value()
    assert "max=3" in code
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert axe_violations(page) == []

    page.goto(other_site(f'<!doctype html><html lang="es"><title>Otra</title><h1>Otra</h1>{code}</html>'))
    offer = page.frame_locator("iframe").locator(".widget__name")
    expect(offer).to_contain_text("Redes")
    with visitor.context.expect_page() as opened:
        offer.click()
    expect(opened.value.locator("h1")).to_contain_text("Redes")
    assert [cookie for cookie in visitor.context.cookies() if "session" in cookie["name"]] == []

    with translation.override("es"):
        page.goto(site_url + reverse("training:widget"))
    assert axe_violations(page) == []
