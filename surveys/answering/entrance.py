"""The link in the e-mail: who holds it, and whether it was a person who pressed the button.

The landing page sets no cookie, because mail scanners open links; so Django's CSRF check,
which needs one, cannot guard the button's POST, and the view is exempt from it. Instead:

* the browser says by ``Sec-Fetch-Site`` that the form was on our own page. It is what stops
  another site from pressing the button with *its* link, so that a visitor answers for a
  company of the attacker's choice. Pages cannot forge it; every browser since 2023 sends it;
* without it, ``Origin`` must be ours. It reads ``null`` here in browsers that follow our
  ``Referrer-Policy: no-referrer``, which therefore passes: an old browser then relies on the
  ticket below, and on the next page naming the company in large letters;
* the page holds a ticket, signed for this link and good for a few hours, so a POST that
  never saw the page does nothing.

The press gives nothing that the link's holder did not have, and it can be repeated.
"""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from surveys.models import Invitation
from surveys.tokens import hash_token

SALT = "surveys.entrance"
TICKET_LIFE = timedelta(hours=4)
GRANTS = "survey_invitations"
SEALED = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation a link belongs to; unknown, expired and revoked are all None."""
    invitations = Invitation.objects.usable(timezone.now()).filter(unit__in_scope=True)
    return (
        invitations.select_related("unit__campaign", "unit__response")
        .filter(token_hash=hash_token(token))
        .first()
    )


def new_ticket(token: str) -> str:
    return signing.dumps(hash_token(token), salt=SALT)


def is_a_press(request: HttpRequest, token: str) -> bool:
    """Say whether a POST came from the button on our own landing page."""
    return comes_from_here(request) and is_ticket(request.POST.get("ticket", ""), token)


def comes_from_here(request: HttpRequest) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin", "null")
    return origin in ("null", f"{request.scheme}://{request.get_host()}")


def is_ticket(ticket: str, token: str) -> bool:
    try:
        return signing.loads(ticket, salt=SALT, max_age=TICKET_LIFE) == hash_token(token)
    except signing.BadSignature:
        return False


def grant(request: HttpRequest, invitation: Invitation) -> None:
    """Let this browser answer for the invitation's unit, under a new session id."""
    held = request.session.get(GRANTS, [])
    request.session[GRANTS] = list(dict.fromkeys([*held, invitation.pk]))
    request.session.cycle_key()
    Invitation.objects.filter(pk=invitation.pk).update(last_used_at=timezone.now())


def withdraw(request: HttpRequest, invitation: Invitation) -> None:
    """Forget the invitation on this browser; what was saved stays."""
    request.session[GRANTS] = [pk for pk in request.session.get(GRANTS, []) if pk != invitation.pk]
    request.session.cycle_key()
