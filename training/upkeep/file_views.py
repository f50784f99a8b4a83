"""A provider's own offers as a spreadsheet, out and in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from members.accounts.views import READ_WRITE
from members.exchange.errors import AlreadyDone, Expired, ImportRefused
from members.exchange.reading import check_context, progress_context
from members.exchange.worker import ask_again, ask_to_confirm
from members.permissions import EDIT, VIEW
from tera.spreadsheets.errors import SpreadsheetRefused
from tera.spreadsheets.limits import MAX_ROWS, MAX_UPLOAD
from tera.spreadsheets.writing import XLSX
from training.exchange.actions import summary_of
from training.exchange.columns import COLUMNS
from training.exchange.forms import FileForm
from training.exchange.records import export_offers
from training.exchange.taking import take_file
from training.exchange.tasks import OFFERS
from training.models import OfferImport

from .views import about, provider_of


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Send all of a provider's offers as a workbook."""
    _account, provider = provider_of(request, slug, VIEW)
    name = f"{slug}-{timezone.localdate().isoformat()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export_offers(provider.offers.all(), "xlsx"), content_type=XLSX, headers=headers)


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a file in; nothing is proposed before its rows have been shown."""
    account, provider = provider_of(request, slug, EDIT)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # One byte too many is enough to refuse it.
            batch = take_file(file.read(MAX_UPLOAD + 1), file.name, by=request.user, provider=provider)
        except SpreadsheetRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("provider:import-check", slug, batch.pk)
    context = about(
        account,
        provider,
        form=form,
        columns=[column.title() for column in COLUMNS],
        limit=MAX_UPLOAD // 1_000_000,
        most_rows=MAX_ROWS,
    )
    return render(request, "provider/import.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def check(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Show row by row what a file would change; the press sends all of it to the cluster."""
    account, provider = provider_of(request, slug, EDIT)
    batch = get_object_or_404(provider.imports, pk=pk)
    if request.method == "POST":
        act(request, batch)
        return redirect("provider:import-check", slug, pk)
    if batch.is_being_worked_on:
        context = about(account, provider, **progress_context(batch), address=request.path)
        part = "members/exchange/_progress.html"
        return render(request, part if request.htmx else "provider/import_working.html", context)
    if request.htmx:
        return HttpResponseClientRefresh()
    try:
        context = check_context(batch, OFFERS.plan, request.GET)
    except Expired as expired:
        messages.error(request, str(expired))
        return redirect("provider:import", slug)
    return render(request, "provider/import_check.html", about(account, provider, **context))


def act(request: HttpRequest, batch: OfferImport) -> None:
    try:
        if "again" in request.POST:
            ask_again(OFFERS, batch, by=request.user)
            return
        done = ask_to_confirm(OFFERS, batch, request.POST.get("digest", ""), by=request.user)
    except AlreadyDone as before:
        messages.info(request, str(before))
    except ImportRefused as refused:
        messages.error(request, str(refused))
    else:
        if done:
            messages.success(request, summary_of(done) + " " + _("The cluster has been told."))
