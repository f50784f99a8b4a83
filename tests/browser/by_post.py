"""Companies that answer without a browser: they read the same forms, and send them over HTTP."""

from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import urlsplit

from django.urls import reverse

from bench.proofs.routing_oracle import browser, press
from bench.proofs.walk import Fill, Page, Reader, Visit, filled, walk
from tests.browser.people import code_in


def answer_by_post(link: str, mails: Callable[[], list[EmailMessage]], fill: Fill = filled) -> Visit:
    """Open the link of an invitation, show a code where one is asked for, answer all, and send."""
    address = urlsplit(link)
    browse = browser(address.port)
    here = press(browse, address.path)
    if "/identificarse/" in here.path:
        here = browse("POST", here.path, seal(here))
        here = browse("POST", here.path, {**seal(here), "code": [code_in(mails()[-1])]})
    hub = reverse("surveys:hub", args=[here.path.rstrip("/").rpartition("/")[2]])
    return walk(browse, hub, {}, fill)


def seal(page: Page) -> dict[str, list[str]]:
    """Return the token that every form of the page carries."""
    name = "csrfmiddlewaretoken"
    return next(({name: form.fields[name]} for form in Reader(page.html).forms if name in form.fields), {})
