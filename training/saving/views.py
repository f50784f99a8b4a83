"""The pages of saved offers; what the browser keeps comes as slugs in the address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from training.comparison import PARAMETER
from training.demand import DemandBoard
from training.duplicates.merging import where_they_went
from training.enrolment import with_enrolment
from training.models import Offer
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read

from . import actions

READ_WRITE = ["GET", "HEAD", "POST"]


def sheets_of(slugs: list[str], board: DemandBoard) -> list[OfferSheet]:
    """Return the public offers of ``slugs``, in that order; of one merged into another, the other."""
    asked = [slug for slug in dict.fromkeys(slugs) if "\0" not in slug][: actions.MOST]
    moved = where_they_went(asked) if asked else {}
    asked = list(dict.fromkeys(moved.get(slug, slug) for slug in asked))
    today = timezone.localdate()
    offers = with_enrolment(Offer.objects.published().filter(slug__in=asked), today)
    found = {offer.slug: offer for offer in with_what_sheets_read(offers, today)}
    return [OfferSheet(found[slug], board) for slug in asked if slug in found]


def kept_by(request: HttpRequest) -> list[str]:
    if not request.user.is_authenticated:
        return []
    return list(request.user.bookmarks.values_list("offer__slug", flat=True)[: actions.MOST])


@never_cache
@require_http_methods(READ_WRITE)
def saved(request: HttpRequest) -> HttpResponse:
    """Show the saved offers; a POST brings what the browser kept into the account."""
    if request.method == "POST":
        if request.user.is_authenticated:
            actions.keep(request.user, request.POST.getlist(PARAMETER))
        return redirect("training:saved")
    named = request.GET.getlist(PARAMETER)
    board = DemandBoard.latest()
    sheets = sheets_of(named or kept_by(request), board)
    context = {
        "sheets": sheets,
        "of_account": request.user.is_authenticated and not named,
        "asks_browser": not request.user.is_authenticated and not named,
        "shows_demo": any(sheet.offer.is_demo for sheet in sheets),
    }
    return render(request, "training/saved.html", context)


@never_cache
@require_safe
def state(request: HttpRequest) -> JsonResponse:
    """Tell the page's script what the account keeps, and the token that a change takes."""
    signed_in = request.user.is_authenticated
    return JsonResponse(
        {"account": signed_in, "slugs": kept_by(request), "token": get_token(request) if signed_in else ""}
    )


@never_cache
@require_http_methods(READ_WRITE)
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep an offer with an account, or let it go; without an account, say how it can be kept."""
    offers = Offer.objects.published().without_search_columns().select_related("provider__organisation")
    offer = get_object_or_404(offers, slug=slug)
    if request.method == "POST" and request.user.is_authenticated:
        kept = actions.toggle(request.user, offer)
        if request.accepts("application/json") and not request.accepts("text/html"):
            return JsonResponse({"saved": kept})
        messages.success(request, _("Saved.") if kept else _("Not saved any more."))
        return redirect(offer)
    kept = request.user.is_authenticated and request.user.bookmarks.filter(offer=offer).exists()
    return render(request, "training/save.html", {"offer": offer, "kept": kept})
