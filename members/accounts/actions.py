"""Everything that changes who may act for an organisation."""

from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.enums import AccountRole, PanelRole, RequestState
from members.models import (
    LAST_OWNER,
    AccessInvitation,
    AccessRequest,
    Organisation,
    OrganisationUser,
    Person,
    Post,
    User,
)
from members.permissions import RIGHTS

from .tasks import send_account_mail, send_invitation
from .tokens import hash_token

INVITATION_LIFE = timedelta(days=14)
EMAIL_CHANGE_LIFE = timedelta(hours=2)
EMAIL_CHANGE_SALT = "members.email-change"


class AccessRefused(Exception):
    """A change to somebody's access that may not be; its text can be shown."""


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


@transaction.atomic
def change_role(account: OrganisationUser, *, role: str) -> None:
    """Give somebody another role. Locks the organisation; the last owner keeps theirs."""
    account = locked(account)
    if account.role == AccountRole.OWNER and role != AccountRole.OWNER:
        refuse_last_owner(account)
    account.role = role
    account.save(update_fields=["role"])


@transaction.atomic
def remove_account(account: OrganisationUser) -> None:
    """End somebody's access to an organisation. Locks the organisation; the last owner stays."""
    account = locked(account)
    if account.role == AccountRole.OWNER:
        refuse_last_owner(account)
    account.delete()


def lock(organisation: Organisation) -> None:
    # NO KEY: rows that point to the organisation may still be written meanwhile.
    Organisation.objects.select_for_update(no_key=True).order_by().get(pk=organisation.pk)


def locked(account: OrganisationUser) -> OrganisationUser:
    """Lock the organisation, then read the account as it is now."""
    lock(account.organisation)
    fresh = OrganisationUser.objects.filter(pk=account.pk).first()
    if fresh is None:
        raise AccessRefused(_("This person no longer has access."))
    return fresh


def refuse_last_owner(account: OrganisationUser) -> None:
    others = OrganisationUser.objects.owners().filter(organisation=account.organisation)
    if not others.exclude(pk=account.pk).exists():
        raise AccessRefused(LAST_OWNER)


@transaction.atomic
def ask_for_access(request: AccessRequest) -> AccessRequest:
    """Keep a request and tell whoever decides: the organisation's owners, or else the managers.

    The organisation is found by its name or by the domain of the address; nothing of it is told to
    the person who asks. A second request from the same address while one waits is dropped.
    """
    if AccessRequest.objects.pending().filter(email__iexact=request.email).exists():
        return request
    request.organisation = find_organisation(request.organisation_text, request.email)
    request.save()
    owners = request.organisation and request.organisation.accounts.owners().select_related("user")
    deciders = [account.user for account in owners] if owners else managers()
    page = (
        reverse("account:request", args=[request.organisation.slug, request.pk])
        if owners
        else reverse("admin:members_accessrequest_change", args=[request.pk])
    )
    context = {
        "person": request.name,
        "email": request.email,
        "organisation": str(request.organisation or request.organisation_text),
        "message": request.message,
        "link": settings.SITE_URL + page,
    }
    for user in deciders:
        later("account_request", user.email, language_of(user), context)
    return request


def find_organisation(text: str, email: str) -> Organisation | None:
    """Return the one organisation with that name, or with a website at the address's domain."""
    text, domain = text.strip(), email.rpartition("@")[2].lower()
    named = Organisation.objects.filter(
        Q(legal_name__unaccent__iexact=text) | Q(trade_name__unaccent__iexact=text)
    )
    at_home = Organisation.objects.filter(
        Q(website__iregex=rf"^https?://(www\.)?{domain.replace('.', '[.]')}(/|$)")
    )
    for found in (named, at_home):
        if len(matches := found.order_by("pk")[:2]) == 1:
            return matches[0]
    return None


def managers() -> Iterable[User]:
    """Return those of the team who answer requests."""
    team = User.objects.filter(is_active=True, is_staff=True)
    return team.filter(Q(is_superuser=True) | Q(groups__name=PanelRole.MANAGER)).distinct()


@transaction.atomic
def approve_request(request: AccessRequest, *, role: str, by: User) -> AccessInvitation | None:
    """Answer a request by inviting the address, which proves that it is the person's own."""
    if request.organisation is None:
        raise AccessRefused(_("Choose the organisation first."))
    decide(request, RequestState.APPROVED, by=by)
    return invite(
        request.organisation,
        email=request.email,
        name=request.name,
        role=role,
        language=request.language,
        by=by,
    )


@transaction.atomic
def reject_request(request: AccessRequest, *, reason: str, by: User) -> None:
    """Turn a request down; the reason goes to the person."""
    decide(request, RequestState.REJECTED, by=by, reason=reason)
    context = {"name": request.name, "organisation": request.organisation_text, "reason": reason}
    later("account_request_rejected", request.email, request.language, context)


def decide(request: AccessRequest, state: RequestState, *, by: User, reason: str = "") -> None:
    """Write a decision down, once; raises AccessRefused when another was faster."""
    decided = AccessRequest.objects.pending().filter(pk=request.pk)
    if not decided.update(state=state, reason=reason, decided_by=by, decided_at=timezone.now()):
        raise AccessRefused(_("This request was decided meanwhile."))
    request.refresh_from_db()


def ask_email_change(user: User, *, email: str) -> None:
    """Send a link to the new address; if it has an account already, tell its owner instead."""
    taken = User.objects.filter(email__iexact=email).exists()
    token = dumps([user.pk, user.email, email], salt=EMAIL_CHANGE_SALT)
    context = {"old": user.email, "link": settings.SITE_URL + reverse("account:email-confirm", args=[token])}
    later(
        "account_email_taken" if taken else "account_email_change", email, translation.get_language(), context
    )


def read_email_change(user: User, token: str) -> str | None:
    """Return the new address of a link, if it is this account's and nothing changed since."""
    try:
        owner, old, new = loads(token, salt=EMAIL_CHANGE_SALT, max_age=EMAIL_CHANGE_LIFE)
    except BadSignature:
        return None
    return new if (owner, old) == (user.pk, user.email) else None


@transaction.atomic
def change_email(user: User, *, email: str) -> None:
    """Give an account another address and tell the old one. Raises AccessRefused when it is taken."""
    old = user.email
    user.email = email.lower()
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        user.email = old
        raise AccessRefused(_("This address cannot be used.")) from None
    # allauth would let the old address in as long as it stands in its own table.
    EmailAddress.objects.annotate(small=Lower("email")).filter(user=user).exclude(small=user.email).delete()
    later("account_email_changed", old, translation.get_language(), {"new": user.email})


def later(name: str, to: str, language: str, context: dict) -> None:
    """Have a mail sent by the worker once the current transaction is committed."""
    transaction.on_commit(lambda: send_account_mail.enqueue(name, to, language, context))


def language_of(user: User) -> str:
    person = getattr(user, "person", None)
    return person.language if person else settings.LANGUAGE_CODE
