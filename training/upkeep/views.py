"""The pages on which a training provider looks after its offers; a stranger and a respondent get 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.accounts.views import READ_WRITE, membership_of
from members.models import OrganisationUser
from members.permissions import EDIT, VIEW, may
from training.enums import OfferStatus, RevisionState
from training.models import Provider

from .differences import differences_of, grouped
from .errors import UpkeepRefused
from .listing import offers_of, rows_of
from .proposing import confirm_offers, propose_withdrawal, starting_point

OFFERS_PER_PAGE = 50
NEW_SHOWN = 20


def provider_of(request: HttpRequest, slug: str, right: str) -> tuple[OrganisationUser, Provider]:
    """Return the person's account and the provider it is about; to anybody else neither exists."""
    account = membership_of(request, slug, right)
    return account, get_object_or_404(Provider, organisation=account.organisation)


def about(account: OrganisationUser, provider: Provider, **more) -> dict:
    common = {"organisation": account.organisation, "provider": provider, "may_edit": may(account.role, EDIT)}
    return common | more


@never_cache
@login_required
@require_safe
def offers(request: HttpRequest, slug: str) -> HttpResponse:
    """List a provider's offers, what is proposed of them, and how fresh its word on each is."""
    account, provider = provider_of(request, slug, VIEW)
    page = Paginator(offers_of(provider), OFFERS_PER_PAGE).get_page(request.GET.get("page"))
    done = [RevisionState.APPROVED, RevisionState.WITHDRAWN]
    new = provider.revisions.filter(offer=None).exclude(state__in=done)
    context = about(
        account,
        provider,
        page=page,
        rows=rows_of(page, timezone.localdate()),
        new_offers=new[:NEW_SHOWN],
        more_new=max(new.count() - NEW_SHOWN, 0),
    )
    return render(request, "provider/offers.html", context)


@never_cache
@login_required
@require_safe
def offer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one offer: what is public, what is proposed beside it, its editions and earlier proposals."""
    account, provider = provider_of(request, slug, VIEW)
    found = get_object_or_404(offers_of(provider), pk=pk)
    (row,) = rows_of([found], timezone.localdate())
    start = starting_point(found)
    pending = start if start and start.state == RevisionState.PENDING else None
    context = about(
        account,
        provider,
        offer=found,
        row=row,
        pending=pending,
        returned=None if pending else start,
        groups=grouped(differences_of(start), start) if start else [],
        history=found.revisions.exclude(state=RevisionState.PENDING)[:10],
    )
    return render(request, "provider/offer.html", context)


@login_required
@require_POST
def offer_confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take the provider's word that an offer is still right."""
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(provider.offers.published().without_search_columns(), pk=pk)
    confirm_offers(provider.offers.filter(pk=pk), day=timezone.localdate())
    messages.success(request, _("Thank you: “%(offer)s” is confirmed today.") % {"offer": found})
    return redirect("provider:offers", slug)


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def offer_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for an offer to leave the catalogue."""
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(
        provider.offers.exclude(status=OfferStatus.ARCHIVED).without_search_columns(), pk=pk
    )
    if request.method == "POST":
        try:
            propose_withdrawal(found, by=request.user, note=request.POST.get("note", "").strip()[:1000])
        except UpkeepRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Sent. The offer stays public until the cluster agrees."))
        return redirect("provider:offer", slug, pk)
    return render(request, "provider/offer_withdraw.html", about(account, provider, offer=found))
