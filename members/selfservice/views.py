"""The pages on which an organisation looks after its own data; a stranger and a respondent get 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from members.accounts.views import READ_WRITE, membership_of
from members.models import OrganisationUser
from members.permissions import EDIT, VIEW, may

from .actions import ChangeRefused, DataMoved, change_data, request_change, withdraw_change
from .forms import DataForm, IdentityForm
from .free import readable, said
from .identity import differences, identity_of


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation's data; to owners and editors as a form that saves at once."""
    account = membership_of(request, slug, EDIT if request.method == "POST" else VIEW)
    if may(account.role, EDIT):
        return edit(request, account, "account/data.html", _("Saved."))
    context = about(account) | {"rows": readable(account.organisation)}
    return render(request, "account/data_read.html", context)


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything once a year; the press corrects what was typed and confirms the rest."""
    account = membership_of(request, slug, EDIT)
    done = _("Thank you: the data of this year are confirmed.")
    return edit(request, account, "account/confirm.html", done, confirms=True)


def edit(
    request: HttpRequest, account: OrganisationUser, template: str, done: str, *, confirms: bool = False
) -> HttpResponse:
    organisation, meanwhile = account.organisation, []
    form = DataForm(request.POST if request.method == "POST" else None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        seen, by = form.cleaned_data["seen"], request.user if confirms else None
        try:
            change_data(organisation, typed=form.typed, seen=seen, confirmed_by=by)
        except DataMoved as moved:
            meanwhile = told(form, moved)
            form = form.rebased(moved.organisation, moved.names)
        else:
            messages.success(request, done)
            return redirect("account:home") if confirms else redirect("account:data", organisation.slug)
    status = 409 if meanwhile else 422 if form.errors else 200
    return render(request, template, about(account) | {"form": form, "meanwhile": meanwhile}, status=status)


def told(form: DataForm, moved: DataMoved) -> list[tuple[str, str, bool]]:
    """Name the fields saved meanwhile, what they say now, and whether that goes into the form."""
    return [
        (form.fields[name].label, said(moved.organisation, name), form.untouched(name))
        for name in moved.names
    ]


def about(account: OrganisationUser) -> dict:
    organisation = account.organisation
    identity = identity_of(organisation)
    year = timezone.localdate().year
    return {
        "organisation": organisation,
        "identity": differences(identity, identity),
        "pending": organisation.change_requests.pending().first(),
        "year": year,
        "confirmation": organisation.confirmations.filter(year=year).select_related("by").first(),
        "may_edit": may(account.role, EDIT),
    }


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def identity(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose another legal name, kind or number; while one proposal waits, show it instead."""
    organisation = membership_of(request, slug, EDIT).organisation
    form = IdentityForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        seen, note = form.cleaned_data["seen"], form.cleaned_data["note"]
        try:
            request_change(organisation, new=form.proposed, seen=seen, note=note, by=request.user)
        except ChangeRefused as refusal:
            form = form.seen_anew(organisation)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sent. The cluster decides, and you get an e-mail."))
            return redirect("account:identity", slug)
    latest = organisation.change_requests.first()
    context = {
        "organisation": organisation,
        "form": form,
        "latest": latest,
        "differences": differences(latest.old, latest.new) if latest else [],
        "current": differences(form.current, form.current),
    }
    return render(request, "account/identity.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a proposal back while it waits."""
    organisation = membership_of(request, slug, EDIT).organisation
    found = get_object_or_404(organisation.change_requests, pk=pk)
    try:
        withdraw_change(found, by=request.user)
    except ChangeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The request was withdrawn."))
    return redirect("account:identity", slug)
