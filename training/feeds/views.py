"""The addresses of the catalogue's lists for machines; they take the query string of the page."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tera.spreadsheets.writing import CSV
from training.demand import DemandBoard
from training.enums import OfferStatus
from training.models import Edition, Offer
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read
from training.versions import validated

from .atom import as_atom, feed_title
from .calendar import as_calendar, events_of_run
from .calendar import as_file as calendar_of
from .elm import as_elm, list_as_elm
from .listing import MOST, Listing, UnknownCriteria, read_listing
from .table import as_csv, as_json

JSON_LD = "application/ld+json"
ATOM, ICS, JSON = "application/atom+xml; charset=utf-8", "text/calendar; charset=utf-8", "application/json"


def of_listing(view: Callable[[Listing], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Call ``view`` with the list that the address asks for; an unknown filter is a 400 that names it."""

    @require_safe
    @validated
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            listing = read_listing(request, reverse("training:offer-list"))
        except UnknownCriteria as unknown:
            text = _("The catalogue does not know these filters: %(pairs)s") % {"pairs": unknown}
            problem = {"error": text, "unknown": [list(pair) for pair in unknown.pairs]}
            return JsonResponse(problem, status=400, json_dumps_params={"ensure_ascii": False})
        response = view(listing)
        # Open data: any page may read it.
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"
        if listing.is_cut:
            response["X-Cut-At"] = str(MOST)
        return response

    return guarded


def as_file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


@of_listing
def csv_list(listing: Listing) -> HttpResponse:
    return as_file(as_csv(listing), CSV, _("training.csv"))


@of_listing
def json_list(listing: Listing) -> HttpResponse:
    return HttpResponse(as_json(listing), content_type=JSON)


@of_listing
def atom_list(listing: Listing) -> HttpResponse:
    return HttpResponse(as_atom(listing, get_language() or "es"), content_type=ATOM)


@of_listing
def calendar_list(listing: Listing) -> HttpResponse:
    content = as_calendar(listing, feed_title(listing), timezone.localdate())
    return as_file(content, ICS, _("training.ics"))


@require_safe
@validated
def edition_calendar(request: HttpRequest, slug: str, edition: int) -> HttpResponse:
    """Return the dates ahead of one run; a run whose dates are all past is an empty calendar."""
    today = timezone.localdate()
    runs = Edition.objects.with_state(today).filter(offer__slug=slug, offer__status=OfferStatus.PUBLISHED)
    run = get_object_or_404(runs.select_related("offer__provider__organisation"), pk=edition)
    content = calendar_of(run.offer.name, events_of_run(run.offer, run, today))
    return as_file(content, ICS, f"{slug}.ics")


@of_listing
def elm_list(listing: Listing) -> HttpResponse:
    return HttpResponse(list_as_elm(listing), content_type=JSON_LD)


@require_safe
@validated
def offer_elm(request: HttpRequest, slug: str) -> HttpResponse:
    """Return one offer in the European Learning Model."""
    offers = with_what_sheets_read(Offer.objects.published(), timezone.localdate())
    sheet = OfferSheet(get_object_or_404(offers, slug=slug), DemandBoard.latest())
    response = HttpResponse(as_elm([sheet]), content_type=JSON_LD)
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response
