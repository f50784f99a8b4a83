"""The manager and a company, who do with a browser what real ones do: read, type, press."""

import re
from collections.abc import Callable
from email.message import EmailMessage

from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visitor, axe_colour_violations, axe_violations

PASSWORD = "una frase larga y rara"
PAGES = 40
# What a company of twelve types so that its totals hold; anything else is 1.
FIGURES = {"headcount": "12", "ict-staff": "12", "sales": "25"}
FIRST_ROW = "--dev-ai--"


def code_of(secret: str) -> str:
    """Return what an authenticator app with this secret shows now."""
    (_before, now, _after) = totp.yield_hotp_counters_from_time()
    return totp.format_hotp_value(totp.hotp_value(secret, now))


def code_in(message: EmailMessage) -> str:
    """Return the code that opens a company's answers."""
    return re.search(r"^(\d{6})\r?$", message.get_body(("plain",)).get_content(), re.MULTILINE)[1]


class Manager:
    """Works in the admin panel."""

    def __init__(self, visitor: Visitor):
        self.visitor, self.page = visitor, visitor.page
        self.barriers: list[str] = []

    def sign_in(self, email: str) -> None:
        """Give the password and, the first time, set up the app that the second step asks for."""
        self.page.goto("/admin/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.locator("main [type=submit]").first.click()
        self.page.locator(f"a[href='{reverse('mfa_activate_totp')}']").click()
        self.secret = self.page.input_value("#authenticator_secret")
        self.page.fill("[name=code]", code_of(self.secret))
        self.page.locator("main [type=submit]").first.click()
        self.page.wait_for_selector("#recovery_codes")
        self.page.goto("/admin/")

    def to_menu(self, name: str) -> None:
        self.turn(self.page.locator("#nav-sidebar-apps").get_by_role("link", name=name).first)

    def follow(self, name: str) -> None:
        """Follow a link of the page itself: the menu at its side may have one of the same name."""
        self.turn(self.page.locator("#main").get_by_role("link", name=name).first)

    def follow_rarer(self, name: str) -> None:
        """Open the menu of rarer actions by keyboard, and follow one of them."""
        self.page.locator(".more-actions > summary").press("Enter")
        self.barriers += axe_violations(self.page)
        self.follow(name)

    def press(self, name: str) -> None:
        self.turn(self.page.get_by_role("button", name=name).first)

    def turn(self, onward: Locator) -> None:
        """Press, wait for the next page, and note its barriers by day and by night."""
        with self.page.expect_navigation():
            onward.click()
        self.barriers += axe_violations(self.page)
        self.page.emulate_media(color_scheme="dark")
        self.page.reload()
        self.barriers += axe_colour_violations(self.page)
        self.page.emulate_media(color_scheme="light")

    def reads(self, text: str) -> None:
        """Wait until the page shows the text: the panel hides itself until its scripts run."""
        expect(self.page.locator("#page")).to_contain_text(text, use_inner_text=True)

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)

    def save(self) -> None:
        self.turn(self.page.locator("[name=_save]"))


class Company:
    """Answers the questionnaire through the link in its invitation, and reads the mailbox it went to."""

    def __init__(self, visitor: Visitor, link: str, mails: Callable[[], list[EmailMessage]]):
        self.visitor, self.page, self.link, self.mails = visitor, visitor.page, link, mails
        self.barriers: list[str] = []

    def enter(self) -> None:
        self.page.goto(self.link)
        self.look()
        self.page.locator("main form button").click()
        self.page.wait_for_url(re.compile(r"/[0-9a-f-]{36}/$|/identificarse/\d+/$"))
        self.look()
        if "/identificarse/" in self.page.url:
            self.type_the_code()
        self.turn(self.page.locator("main a.btn-primary:not([target])"))

    def type_the_code(self) -> None:
        self.turn(self.page.get_by_role("button", name=_("Send me the code")))
        self.look()
        self.page.fill("[name=code]", code_in(self.mails()[-1]))
        self.turn(self.page.get_by_role("button", name=_("Open the questionnaire")))
        self.look()

    def look(self) -> None:
        """Note the barriers of the page on the screen, where scripts may run."""
        if self.visitor.scripts:
            self.barriers += axe_violations(self.page)

    def answer(self, *, hires: bool, pages: int = PAGES) -> None:
        """From the list of sections, answer page after page until nothing is left, or ``pages`` of them.

        One kind of company makes software and hires; the other says no wherever it can.
        """
        answered = 0
        while answered < pages:
            self.look()
            if self.page.locator("main button[name=then]").count():
                self.fill_page(hires)
                self.turn(self.page.locator("main button[name=then][value=continue]"))
                answered += 1
            elif self.page.get_by_role("link", name=_("Check and send")).count():
                return
            else:
                self.turn(self.page.locator("main a.btn-primary:not([target])"))

    def turn(self, onward: Locator) -> None:
        """Press, and wait for the next page: what is on the screen must never be the last one."""
        with self.page.expect_navigation():
            onward.click()

    def fill_page(self, hires: bool) -> None:
        form = self.page.locator("main form")
        names = form.locator("input[type=radio]").evaluate_all("all => [...new Set(all.map(e => e.name))]")
        for name in names:
            form.locator(f"input[type=radio][name='{name}']").nth(0 if hires else 1).check()
        opt_outs = form.locator("input[type=checkbox]:is([name$='--opt-out'], [value='--opt-out']):visible")
        if not hires and opt_outs.count():
            for box in opt_outs.all():
                box.check()
        asked = "" if hires else ".question:not(:has([name$='--opt-out'], [value='--opt-out'])) "
        for box in form.locator(f"{asked}input[type=text]:visible").all()[:12]:
            name = box.get_attribute("name")
            if not box.input_value() and not (name.startswith("vacancies--") and FIRST_ROW not in name):
                box.fill(FIGURES.get(name.split("--")[0], "1"))
        boxes = form.locator(
            f"{asked}input[type=checkbox]:not([name$='--opt-out']):not([value='--opt-out']):visible"
        )
        if boxes.count():
            boxes.first.check()
        for menu in form.locator(f"{asked}select:visible:not(.ranking select)").all()[:6]:
            menu.select_option(index=3)
        for place, menu in enumerate(form.locator(f"{asked}.ranking select").all(), start=1):
            menu.select_option(index=place)

    def leave(self) -> None:
        """Save the page on the screen half done and go."""
        self.turn(self.page.get_by_role("button", name=_("Save and leave")))
        self.look()

    def submit(self) -> str:
        """Check, declare, send; return the receipt's text."""
        self.turn(self.page.get_by_role("link", name=_("Check and send")))
        self.look()
        self.page.locator("main form input[name=declared]").check()
        self.page.get_by_role("button", name=_("Send the answers")).click()
        self.page.wait_for_url(re.compile(r"/(receipt|justificante)/$"))
        self.look()
        return self.visitor.text()
