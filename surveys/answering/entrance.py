"""The ways to a response: the link in the e-mail, or a manager who takes answers down for a company.

Whether a person pressed the link's button is asked by tera.press.
The press gives nothing that the link's holder did not have, and it can be repeated.
"""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from members.models import User
from surveys.models import Invitation
from surveys.tokens import hash_token

SALT = "surveys.entrance"
GRANTS = "survey_invitations"
OPERATED = "survey_operated"


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


def may_operate(user: User | AnonymousUser) -> bool:
    """Tell whether ``user`` may take down a company's answers by phone or from paper."""
    return user.is_active and user.is_staff and user.has_perm("surveys.operate_response")


def take_up(request: HttpRequest, response_id: UUID) -> None:
    """Let a manager's browser answer for a company; what is saved is marked as recorded by the cluster."""
    request.session[OPERATED] = list({*request.session.get(OPERATED, []), str(response_id)})


def lay_down(request: HttpRequest, response_id: UUID) -> None:
    request.session[OPERATED] = [pk for pk in request.session.get(OPERATED, []) if pk != str(response_id)]
