"""The link in the e-mail: who holds it. Whether a person pressed its button is asked by tera.press.

The press gives nothing that the link's holder did not have, and it can be repeated.
"""

from django.http import HttpRequest
from django.utils import timezone

from surveys.models import Invitation
from surveys.tokens import hash_token

SALT = "surveys.entrance"
GRANTS = "survey_invitations"


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation a link belongs to; unknown, expired and revoked are all None."""
    invitations = Invitation.objects.usable(timezone.now()).filter(unit__in_scope=True)
    return (
        invitations.select_related("unit__campaign", "unit__response")
        .filter(token_hash=hash_token(token))
        .first()
    )


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
