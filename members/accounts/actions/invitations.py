"""Inviting an address to act for an organisation, and accepting it."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.accounts.tasks import send_invitation
from members.accounts.tokens import hash_token
from members.enums import AccountRole
from members.models import AccessInvitation, Organisation, OrganisationUser, Person, Post, User
from members.permissions import RIGHTS

from .access import AccessRefused, lock

INVITATION_LIFE = timedelta(days=14)


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    email: str,
    role: str,
    by: User | None,
    name: str = "",
    language: str = settings.LANGUAGE_CODE,
) -> AccessInvitation:
    """Invite an address and have the mail sent; an earlier open invitation is taken back.

    Locks the organisation. Raises AccessRefused for somebody who has access already.
    """
    lock(organisation)
    if OrganisationUser.objects.filter(organisation=organisation, user__email__iexact=email).exists():
        raise AccessRefused(_("%(email)s already has access.") % {"email": email})
    now = timezone.now()
    AccessInvitation.objects.open().filter(organisation=organisation, email__iexact=email).update(
        revoked_at=now
    )
    invitation = AccessInvitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        name=name,
        role=role,
        language=language,
        invited_by=by,
        expires_at=now + INVITATION_LIFE,
    )
    queue(invitation)
    return invitation


def queue(invitation: AccessInvitation) -> None:
    transaction.on_commit(lambda: send_invitation.enqueue(invitation.pk))


@transaction.atomic
def invite_contacts(keys: list[int], *, by: User) -> int:
    """Invite the survey contacts of organisations as owners; return how many invitations that made."""
    posts = (
        Post.objects.survey_contacts()
        .current(timezone.localdate())
        .filter(organisation__in=keys)
        .exclude(person__work_email="")
        .select_related("person", "organisation")
        .order_by("organisation", "pk")
    )
    open_ones = AccessInvitation.objects.usable(timezone.now())
    invited = 0
    for post in posts:
        email = User.objects.normalize_email(post.person.work_email)
        known = Q(organisation=post.organisation)
        if (
            OrganisationUser.objects.filter(known, user__email=email).exists()
            or open_ones.filter(known, email__iexact=email).exists()
        ):
            continue
        invite(
            post.organisation,
            email=email,
            name=str(post.person),
            role=AccountRole.OWNER,
            language=post.person.language,
            by=by,
        )
        invited += 1
    return invited


@transaction.atomic
def resend_invitation(invitation: AccessInvitation) -> None:
    """Send an open invitation once more, with a new link and a new time to run."""
    renewed = (
        AccessInvitation.objects.open()
        .filter(pk=invitation.pk)
        .update(expires_at=timezone.now() + INVITATION_LIFE, sent_at=None, error="", token_hash=None)
    )
    if not renewed:
        raise AccessRefused(_("This invitation was accepted or taken back meanwhile."))
    queue(invitation)


def revoke_invitation(invitation: AccessInvitation) -> None:
    """Take an invitation back; its link stops working. Nothing happens to one accepted meanwhile."""
    AccessInvitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now())


def find_invitation(token: str) -> AccessInvitation | None:
    """Return the invitation of a link, accepted or open; None once it expired or was taken back."""
    known = AccessInvitation.objects.filter(token_hash=hash_token(token), revoked_at__isnull=True)
    still_good = Q(accepted_at__isnull=False) | Q(expires_at__gt=timezone.now())
    return known.filter(still_good).select_related("organisation").first()


@transaction.atomic
def accept_invitation(invitation: AccessInvitation) -> OrganisationUser | None:
    """Use an invitation up: give its address an account and the role; None if somebody was faster.

    Locks the invitation. An account that exists keeps its name and, where it has more rights, its role.
    Raises AccessRefused for an account that was made inactive.
    """
    mine = (
        AccessInvitation.objects.usable(timezone.now())
        .select_for_update(of=["self"])
        .filter(pk=invitation.pk)
        .first()
    )
    if mine is None:
        return None
    user = account_for(mine.email, mine.name)
    account, is_new = OrganisationUser.objects.get_or_create(
        organisation=mine.organisation, user=user, defaults={"role": mine.role}
    )
    if not is_new and RIGHTS[account.role] < RIGHTS[mine.role]:
        account.role = mine.role
        account.save(update_fields=["role"])
    mine.accepted_at = timezone.now()
    mine.save(update_fields=["accepted_at"])
    return account


def account_for(email: str, name: str) -> User:
    """Return the account with an address, made without a password if there is none."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(email, name=name)
        except IntegrityError:
            user = User.objects.get(email__iexact=email)
    if not user.is_active:
        raise AccessRefused(_("This account was closed. Write to us to open it again."))
    people = Person.objects.filter(work_email__iexact=email)
    if not hasattr(user, "person") and people.count() == 1:
        people.filter(user__isnull=True).update(user=user)
    return user
