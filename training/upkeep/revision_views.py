"""A provider's proposals: of a new offer, and whatever became of any of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.accounts.views import READ_WRITE
from members.permissions import EDIT, VIEW
from training.enums import RevisionState
from training.models import Offer, OfferRevision

from .differences import differences_of, grouped
from .edit_views import version_of
from .errors import UpkeepRefused
from .forms import OfferProposal
from .proposing import amend_offer, propose_offer, proposed, withdraw_revision
from .views import about, provider_of


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def offer_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose an offer that the catalogue does not have yet."""
    account, provider = provider_of(request, slug, EDIT)
    return new_offer_form(request, account, provider, None)


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def revision_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Amend a proposed new offer: one that waits, or one that came back."""
    account, provider = provider_of(request, slug, EDIT)
    open_ones = provider.revisions.filter(
        offer=None, state__in=[RevisionState.PENDING, RevisionState.RETURNED]
    )
    return new_offer_form(request, account, provider, get_object_or_404(open_ones, pk=pk))


def new_offer_form(request, account, provider, start: OfferRevision | None) -> HttpResponse:
    form = OfferProposal(
        request.POST if request.method == "POST" else None,
        instance=Offer(provider=provider),
        public={},
        proposed=proposed(start),
        note=start.note if start else "",
        version=version_of(start),
    )
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            if version_of(start):
                version = form.cleaned_data["version"] or 0
                revision = amend_offer(start, typed=form.typed, version=version, note=note, by=request.user)
            else:
                revision = propose_offer(provider, typed=form.typed, note=note, by=request.user)
        except UpkeepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Sent. It is public once the cluster agrees; you get an e-mail."))
            return redirect("provider:revision", account.organisation.slug, revision.pk)
    context = about(account, provider, form=form, start=start)
    return render(request, "provider/offer_new.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def revision(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a proposal, whatever became of it."""
    account, provider = provider_of(request, slug, VIEW)
    found = get_object_or_404(provider.revisions.select_related("offer", "requested_by"), pk=pk)
    context = about(account, provider, revision=found, groups=grouped(differences_of(found), found))
    return render(request, "provider/revision.html", context)


@login_required
@require_POST
def revision_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a proposal back while it waits."""
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(provider.revisions, pk=pk)
    try:
        withdraw_revision(found, by=request.user)
    except UpkeepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The proposal was withdrawn."))
    return redirect("provider:revision", slug, pk)
