"""Asking for access to an organisation, and the answer."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.enums import RequestState
from members.models import AccessInvitation, AccessRequest, Organisation, User

from .access import AccessRefused
from .invitations import invite
from .letters import language_of, later, managers


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
