"""What the background worker does for accounts: it sends their mails."""

from smtplib import SMTPException

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from members.models import AccessInvitation

from .mails import send
from .tokens import hash_token, new_token


@task()
def send_account_mail(name: str, to: str, language: str, context: dict) -> None:
    send(name, to=to, language=language, context=context)


@task()
def send_invitation(invitation_id: int) -> None:
    """Make the link and send it; a second sending makes a new link and the earlier one stops working."""
    token = new_token()
    with transaction.atomic():
        invitation = (
            AccessInvitation.objects.usable(timezone.now())
            .select_related("organisation", "invited_by")
            .select_for_update(of=["self"])
            .filter(pk=invitation_id)
            .first()
        )
        if invitation is None:
            return
        invitation.token_hash = hash_token(token)
        invitation.save(update_fields=["token_hash"])
    invitation.error = deliver(invitation, token)
    invitation.sent_at = None if invitation.error else timezone.now()
    invitation.save(update_fields=["error", "sent_at"])


def deliver(invitation: AccessInvitation, token: str) -> str:
    """Send one invitation; return what went wrong, which the manager's list shows."""
    with translation.override(invitation.language):
        link = settings.SITE_URL + reverse("account:invitation", args=[token])
    context = {
        "organisation": str(invitation.organisation),
        "name": invitation.name,
        "role": invitation.get_role_display(),
        "inviter": str(invitation.invited_by or ""),
        "expires_at": invitation.expires_at,
        "link": link,
        "is_demo": invitation.organisation.is_demo,
    }
    try:
        send("account_invitation", to=invitation.email, language=invitation.language, context=context)
    except (OSError, SMTPException) as error:
        return f"{type(error).__name__}: {error}"[:300]
    return ""
