"""A real browser, a real mail server, and people who use them."""

import email
import email.policy
import os
import socket
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tera.system import chromium_path

# Playwright's synchronous interface runs an event loop in this thread, which Django's guard takes
# for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Only what is reported: by default axe also describes, slowly, every element that it found in order.
AXE_OPTIONS = {"resultTypes": ["violations"], "selectors": False}
# What depends on the colours, and so may differ between the light and the dark theme.
AXE_COLOUR_RULES = ["color-contrast", "link-in-text-block"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """One person with a browser of their own; remembers whatever the browser complains of."""

    def __init__(self, browser: Browser, base_url: str, **options):
        self.context: BrowserContext = browser.new_context(
            base_url=base_url, locale="es-ES", **({"viewport": {"width": 1280, "height": 900}} | options)
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(90_000)
        self.scripts: bool = options.get("java_script_enabled", True)
        self.complaints: list[str] = []
        self.page.on("console", self.note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def note_console(self, message) -> None:
        # A page that answers 404 or 403 on purpose is logged as an error by the browser itself.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def text(self) -> str:
        return self.page.locator("body").inner_text()


@pytest.fixture
def visit(chromium, live_server):
    """Return a maker of visitors; each test ends with none of them having a complaint."""
    visitors: list[Visitor] = []

    def make(**options) -> Visitor:
        visitors.append(Visitor(chromium, live_server.url, **options))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.context.close()
    assert [c for v in visitors for c in v.complaints] == []


class Mailbox:
    """What the mail server received, newest last."""

    def __init__(self):
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message["X-Recipient"] = envelope.rcpt_tos[0]
        self.messages.append(message)
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if message["X-Recipient"] == address]


@pytest.fixture
def mailbox(settings):
    """A real SMTP server on a free port, which the site sends through."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    controller.stop()


@pytest.fixture
def site_url(settings, live_server):
    """Links in mails lead to the server under test."""
    settings.SITE_URL = live_server.url
    return live_server.url


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands, one line per violation."""
    return run_axe(page, {"type": "tag", "values": AXE_TAGS})


def axe_colour_violations(page: Page) -> list[str]:
    """Return what axe finds of the colours alone, on a page that was looked at whole in the other theme."""
    return run_axe(page, {"type": "rule", "values": AXE_COLOUR_RULES})


def run_axe(page: Page, rules: dict) -> list[str]:
    """Axe writes its own styles, which the content policy refuses; that is its noise, not the page's."""
    results = Axe().run(page, options=AXE_OPTIONS | {"runOnly": rules})
    return [
        f"{page.url}: {violation['id']}: {node['html'][:160]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
