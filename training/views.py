from math import ceil

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.accounts.limits import wait_to_look
from tera.jsonld import breadcrumbs, script_element
from training.comparison import PARAMETER, Comparison
from training.demand import DemandBoard
from training.duplicates.merging import where_it_went
from training.jsonld import course_data, list_data
from training.linkcheck.notes import notes_for
from training.misses import note_miss
from training.models import Offer
from training.neighbours import Neighbours
from training.presentation import OfferSheet
from training.reading import with_outcomes, with_what_sheets_read
from training.search import OfferSearch, search_language
from training.suggestions import suggest
from training.versions import validated

# Of what may be meant, the first few: the rest is one press away.
SHOWN_INSTEAD = 5
LONGEST_WORDS = 80


@require_safe
@validated
def offer_list(request: HttpRequest) -> HttpResponse:
    """Show the offers that the address asks for; htmx takes the part it needs out of the same page."""
    today = timezone.localdate()
    search = OfferSearch(request.GET, language=search_language(), day=today)
    if request.method == "GET":
        note_miss(search, today)
    sheets = [OfferSheet(offer, search.board) for offer in search.page]
    instead = (
        [OfferSheet(offer, search.board) for offer in search.instead.first(SHOWN_INSTEAD)]
        if search.instead
        else []
    )
    demo = search.board.is_demo or any(sheet.offer.is_demo for sheet in (*sheets, *instead))
    addresses = [settings.SITE_URL + sheet.offer.get_absolute_url() for sheet in sheets]
    listed = list_data(addresses, first=search.page.start_index())
    context = {
        "search": search,
        "sheets": sheets,
        "instead": instead,
        "shows_demo": demo,
        "structured_data": script_element(listed) if addresses else "",
    }
    response = render(request, "training/offer_list.html", context)
    if search.criteria.size > 1:
        response["X-Robots-Tag"] = "noindex, follow"
    if request.htmx:
        response["HX-Push-Url"] = request.path + search.address
    return response


@require_safe
@validated
def offer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one offer with the demand it answers; the address of one that was merged leads to the other."""
    offers = with_what_sheets_read(Offer.objects.visible_to(request.user), timezone.localdate())
    offer = with_outcomes(offers).filter(slug=slug).first()
    if offer is None:
        return gone(request, slug)
    board = DemandBoard.latest()
    url = settings.SITE_URL + offer.get_absolute_url()
    sheet = OfferSheet(offer, board)
    notes = notes_for([sheet.enrol_url, offer.source_url])
    context = {
        "offer": offer,
        "sheet": sheet,
        "neighbours": Neighbours.of(sheet, board, timezone.localdate()),
        "url": url,
        "enrol_note": notes.get(sheet.enrol_url, ""),
        "source_link_note": notes.get(offer.source_url, ""),
        "harvested": offer.harvest_items.order_by("-last_seen_at").first(),
        "shows_demo": offer.is_demo or board.is_demo,
        "structured_data": script_element([course_data(offer, url=url), trail_to(offer, url)]),
    }
    return render(request, "training/offer_detail.html", context)


def gone(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the offer that one was merged into; of any other, offer to look for its words."""
    if merged := where_it_went(slug):
        return redirect(merged, permanent=True)
    context = {"words": slug.replace("-", " ")[:LONGEST_WORDS]}
    return render(request, "training/offer_gone.html", context, status=404)


def trail_to(offer: Offer, url: str) -> dict:
    catalogue = settings.SITE_URL + reverse("training:offer-list")
    return breadcrumbs((_("Training"), catalogue), (offer.name, url))


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return what the search box offers for the words typed so far."""
    if wait := wait_to_look(request, "suggest"):
        headers = {"Retry-After": str(ceil(wait)), "Cache-Control": "no-store"}
        return JsonResponse({"suggestions": []}, status=429, headers=headers)
    found = suggest(request.GET.get("q", ""), search_language())
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@validated
def compare(request: HttpRequest) -> HttpResponse:
    """Show the offers that the address names beside each other."""
    board = DemandBoard.latest()
    offers = Offer.objects.visible_to(request.user)
    compared = Comparison.of(request.GET.getlist(PARAMETER), offers, board, timezone.localdate())
    demo = board.is_demo or any(sheet.offer.is_demo for sheet in compared.sheets)
    response = render(request, "training/compare.html", {"compared": compared, "shows_demo": demo})
    response["X-Robots-Tag"] = "noindex, follow"
    return response
