"""The ways to a response: the link in the e-mail, an access code, or a manager who takes answers down.

Whether a person pressed the link's button is asked by tera.press. Where nothing is written yet, the
press gives nothing that the link's holder did not have. What a company has written opens to whoever
shows besides that the link is theirs; until then the browser has only knocked.
"""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from members.models import OrganisationUser, User
from members.permissions import ANSWER, roles_with
from surveys.enums import ResponseState
from surveys.models import Invitation, InvitationQuerySet, Submission, Unit
from surveys.tokens import hash_token

from . import grants

SALT = "surveys.entrance"


def usable_invitations() -> InvitationQuerySet:
    invitations = Invitation.objects.usable(timezone.now()).filter(unit__in_scope=True)
    return invitations.select_related("unit__campaign", "unit__response", "person")


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation a link belongs to; unknown, expired and revoked are all None."""
    return usable_invitations().filter(token_hash=hash_token(token)).first()


def find_knocked(request: HttpRequest, pk: int) -> Invitation | None:
    """Return an invitation whose link this browser has opened, if it still opens anything."""
    return usable_invitations().filter(pk=pk).first() if pk in grants.knocked(request.session) else None


def knocked_at(request: HttpRequest, **of) -> Invitation | None:
    """Return the invitation to a company whose link this browser has opened."""
    opened = grants.knocked(request.session)
    return usable_invitations().filter(pk__in=opened, **of).first() if opened else None


def needs_proof(request: HttpRequest, invitation: Invitation) -> bool:
    """Tell whether this browser has to show that the link is its own."""
    if invitation.pk in grants.held(request.session):
        return False
    return shows_something(invitation) and not may_answer(request.user, invitation.unit)


def shows_something(invitation: Invitation) -> bool:
    """Tell whether the questionnaire shows what the company wrote, now or in an earlier edition.

    Names of colleagues count, but for a colleague's own.
    """
    unit = invitation.unit
    response = getattr(unit, "response", None)
    if response and (response.revision or response.state != ResponseState.IN_PROGRESS):
        return True
    if response and response.shares.filter(ended_at=None).exclude(person=invitation.person_id).exists():
        return True
    if response is None and not unit.campaign.accepts_answers():
        return False
    sent = Submission.objects.filter(response__unit__organisation=unit.organisation_id)
    return sent.filter(response__unit__campaign__questionnaire=unit.campaign.questionnaire_id).exists()


def may_answer(user: User | AnonymousUser, unit: Unit) -> bool:
    """Tell whether ``user`` is signed in as somebody who answers for the company."""
    if not user.is_authenticated:
        return False
    accounts = OrganisationUser.objects.of(user).filter(organisation=unit.organisation_id)
    return accounts.filter(role__in=roles_with(ANSWER)).exists()


def knock(request: HttpRequest, invitation: Invitation) -> None:
    """Remember that this browser opened the link; it may ask for a code, and reads nothing."""
    grants.knock(request.session, invitation.pk, remember=not request.user.is_authenticated)


def grant(request: HttpRequest, invitation: Invitation, *, anew: bool = True) -> None:
    """Let this browser answer for the invitation's unit, under a new session id.

    Without ``anew``, a browser that may answer already gets no more time.
    """
    knock(request, invitation)
    if anew or invitation.pk not in grants.held(request.session):
        grants.hold(request.session, invitation.pk)
    request.session.cycle_key()
    Invitation.objects.filter(pk=invitation.pk).update(last_used_at=timezone.now())


def withdraw(request: HttpRequest, invitation: Invitation) -> None:
    """Forget the invitation on this browser; what was saved stays."""
    grants.let_go(request.session, invitation.pk)
    request.session.cycle_key()


def may_operate(user: User | AnonymousUser) -> bool:
    """Tell whether ``user`` may take down a company's answers by phone or from paper."""
    return user.is_active and user.is_staff and user.has_perm("surveys.operate_response")


def take_up(request: HttpRequest, response_id: UUID) -> None:
    """Let a manager's browser answer for a company; what is saved is marked as recorded by the cluster."""
    grants.hold(request.session, response_id)


def lay_down(request: HttpRequest, response_id: UUID) -> None:
    grants.let_go(request.session, response_id)


def operated_by(request: HttpRequest, response_id: UUID) -> bool:
    """Tell whether this browser's manager takes a response down, or did until the time was over."""
    return grants.was_held(request.session, response_id) and may_operate(request.user)
