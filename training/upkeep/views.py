"""The pages on which a training provider keeps its offers; a stranger and a respondent get 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
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
from training.models import Edition, Offer, OfferRevision, Provider

from .differences import differences_of, grouped
from .errors import OfferMoved, RevisionMoved, UpkeepRefused
from .forms import EditionProposal, OfferProposal, Sealed
from .listing import offers_of, rows_of
from .proposing import (
    amend_offer,
    confirm_offers,
    propose_change,
    propose_offer,
    propose_withdrawal,
    proposed,
    starting_point,
    withdraw_revision,
)
from .values import RUN_FIELDS, edition_keys, label_of, said, values_of

OFFERS_PER_PAGE = 50


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
    new = provider.revisions.filter(offer=None).exclude(state=RevisionState.APPROVED)
    context = about(
        account,
        provider,
        page=page,
        rows=rows_of(page, timezone.localdate()),
        new_offers=new.exclude(state=RevisionState.WITHDRAWN)[:20],
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
    pending = found.revisions.pending().first()
    context = about(
        account,
        provider,
        offer=found,
        row=row,
        pending=pending,
        groups=grouped(differences_of(pending), pending) if pending else [],
        history=found.revisions.exclude(state=RevisionState.PENDING)[:10],
    )
    return render(request, "provider/offer.html", context)


def version_of(start: OfferRevision | None) -> int | None:
    return start.version if start and start.state == RevisionState.PENDING else None


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def offer_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Propose another wording of an offer; the public page stays as it is until the cluster agrees."""
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(provider.offers.without_search_columns(), pk=pk)

    def make(data=None) -> OfferProposal:
        start = starting_point(found)
        return OfferProposal(
            data,
            instance=found,
            public=values_of(found),
            proposed=proposed(start),
            note=start.note if start else "",
            version=version_of(start),
        )

    context = about(account, provider, offer=found, start=starting_point(found))
    return propose(request, make, found, context, "provider/offer_edit.html")


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def edition_edit(request: HttpRequest, slug: str, pk: int, edition: int) -> HttpResponse:
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(provider.offers.without_search_columns(), pk=pk)
    run = get_object_or_404(found.editions, pk=edition)
    return edition_form(request, account, provider, found, run, str(run.pk))


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def edition_new(request: HttpRequest, slug: str, pk: int, copied: int | None = None) -> HttpResponse:
    """Propose a new edition, from nothing or with everything but the dates of another one."""
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(provider.offers.without_search_columns(), pk=pk)
    source = get_object_or_404(found.editions, pk=copied) if copied else None
    waiting = edition_keys(proposed(starting_point(found)))
    taken = [int(key[3:]) for key in waiting if key.startswith("new")]
    return edition_form(
        request, account, provider, found, copy_of(source), f"new{max(taken, default=0) + 1}", source=source
    )


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def edition_proposed(request: HttpRequest, slug: str, pk: int, key: str) -> HttpResponse:
    """Amend an edition that is only proposed so far."""
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(provider.offers.without_search_columns(), pk=pk)
    if not key.startswith("new") or key not in edition_keys(proposed(starting_point(found))):
        return redirect("provider:offer", slug, pk)
    return edition_form(request, account, provider, found, Edition(), key)


def copy_of(source: Edition | None) -> Edition:
    """Return an unsaved edition like another; its dates and its state are its own."""
    if source is None:
        return Edition()
    own = ("start_date", "end_date", "application_start_date", "application_deadline", "event_status")
    return Edition(**{name: getattr(source, name) for name in RUN_FIELDS if name not in own})


def edition_form(request, account, provider, found: Offer, run: Edition, key: str, **more) -> HttpResponse:
    def make(data=None) -> EditionProposal:
        start = starting_point(found)
        return EditionProposal(
            data,
            instance=run,
            key=key,
            public=values_of(found),
            proposed=proposed(start),
            version=version_of(start),
        )

    context = about(account, provider, offer=found, edition=run if run.pk else None, **more)
    return propose(request, make, found, context, "provider/edition_edit.html")


def propose(request: HttpRequest, make, found: Offer, context: dict, template: str) -> HttpResponse:
    """Show a form, or keep what was typed; what somebody published meanwhile is shown, and nothing lost."""
    form: Sealed = make(request.POST if request.method == "POST" else None)
    meanwhile = []
    if request.method == "POST" and form.is_valid():
        try:
            revision = propose_change(
                found,
                typed=form.typed,
                seen=form.cleaned_data["seen"],
                version=form.cleaned_data["version"],
                note=form.cleaned_data.get("note"),
                by=request.user,
            )
        except (OfferMoved, RevisionMoved) as moved:
            meanwhile = told(found, moved)
            form = over(make, form)
        except ValidationError as error:
            form.add_error(None, error)
        except UpkeepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, sent_words(revision))
            return redirect("provider:offer", context["organisation"].slug, found.pk)
    status = 409 if meanwhile else 422 if form.errors else 200
    return render(request, template, context | {"form": form, "meanwhile": meanwhile}, status=status)


def sent_words(revision: OfferRevision | None) -> str:
    if revision is None:
        return _("Saved: it is public now.")
    return _("Sent. The public page stays as it is until the cluster agrees; you get an e-mail.")


def over(make, form: Sealed) -> Sealed:
    """Return the form over what is published now, with everything that was typed."""
    fresh = make()
    data = form.data.copy()
    data["seen"], data["version"] = fresh["seen"].value(), fresh["version"].value() or ""
    return make(data)


def told(found: Offer, moved: UpkeepRefused) -> list[tuple[str, str]]:
    """Name the fields published meanwhile with what they say now; of a proposal, only that it changed."""
    if isinstance(moved, OfferMoved):
        now = values_of(found)
        return [(label_of(key), said(key, now.get(key, ""))) for key in moved.keys]
    return [(_("proposal"), str(moved))]


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
