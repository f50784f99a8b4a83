"""A button in a page that an e-mail's link opens: whether it was a person who pressed it.

Such a page sets no cookie, because mail scanners open links; so Django's CSRF check, which needs
one, cannot guard the button's POST, and the view is exempt from it. Instead:

* the browser says by ``Sec-Fetch-Site`` that the form was on our own page. It is what stops
  another site from pressing the button with *its* link, so that a visitor acts for a company of
  the attacker's choice. Pages cannot forge it; every browser since 2023 sends it;
* without it, ``Origin`` must be ours. It reads ``null`` here in browsers that follow our
  ``Referrer-Policy: no-referrer``, which therefore passes: an old browser then relies on the
  ticket below, and on the next page naming the company in large letters;
* the page holds a ticket, signed for this link and good for a few hours, so a POST that
  never saw the page does nothing.
"""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

TICKET_LIFE = timedelta(hours=4)
SEALED = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class SeeOther(HttpResponseRedirect):
    """A redirect after which the browser asks with GET, whatever it sent."""

    status_code = 303


def sealed(response: HttpResponse) -> HttpResponse:
    """Keep the token in the address from caches, from other sites and from search engines."""
    for name, value in SEALED.items():
        response[name] = value
    return response


def new_ticket(subject: str, *, salt: str) -> str:
    """Return the page's ticket for one link; ``subject`` is the hash of its token."""
    return signing.dumps(subject, salt=salt)


def is_a_press(request: HttpRequest, subject: str, *, salt: str) -> bool:
    """Say whether a POST came from the button on our own page for this link."""
    return comes_from_here(request) and is_ticket(request.POST.get("ticket", ""), subject, salt)


def comes_from_here(request: HttpRequest) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin", "null")
    return origin in ("null", f"{request.scheme}://{request.get_host()}")


def is_ticket(ticket: str, subject: str, salt: str) -> bool:
    try:
        return signing.loads(ticket, salt=salt, max_age=TICKET_LIFE) == subject
    except signing.BadSignature:
        return False
