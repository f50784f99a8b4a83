"""A list of the catalogue inside other people's pages, and the page that writes the code for it."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import conditional_page, require_safe

from training.presentation import OfferSheet
from training.search import OfferSearch, search_language

LANGUAGE, NUMBER = "lang", "max"
NUMBERS = (3, 5, 10, 20)
USUAL = 5
# Of one entry and of the frame around them all, in pixels; a longer list scrolls.
ENTRY_HEIGHT, FRAME_HEIGHT = 96, 150


def read_address(data: QueryDict) -> tuple[QueryDict, str, int]:
    """Return the criteria of the list, the language and how many offers to show; nonsense is the usual."""
    criteria = data.copy()
    language, number = criteria.pop(LANGUAGE, [""])[-1], criteria.pop(NUMBER, [""])[-1]
    language = language if language in dict(settings.LANGUAGES) else search_language()
    numbers = {str(number): number for number in NUMBERS}
    return criteria, language, numbers.get(number, USUAL)


# The two that open the frame stand outside, so that "not modified" says the same.
@require_safe
@csp_replace({"frame-ancestors": ["*"]})
@xframe_options_exempt
@conditional_page
@cache_control(public=True, max_age=300)
def widget(request: HttpRequest) -> HttpResponse:
    """Show the first offers of a list, for a frame on any site; it knows nothing of who looks at it."""
    data, language, number = read_address(request.GET)
    with override(language):
        search = OfferSearch(data, language=language, day=timezone.localdate())
        offers = search.first(number)
        context = {
            "search": search,
            "sheets": [OfferSheet(offer, search.board) for offer in offers],
            "list_url": settings.SITE_URL + reverse("training:offer-list") + search.criteria.query(),
            "site_url": settings.SITE_URL,
            "language": language,
        }
        # Without the request: nothing of a session can slip in.
        response = HttpResponse(render_to_string("training/widget.html", context))
    response["X-Robots-Tag"] = "noindex"
    response["Content-Language"] = language
    return response


@require_safe
@csp_update({"frame-src": [SELF]})
def builder(request: HttpRequest) -> HttpResponse:
    """Write the code of a frame with the list that the address asks for."""
    data, language, number = read_address(request.GET)
    search = OfferSearch(data, language=search_language(), day=timezone.localdate())
    query = search.criteria.query().removeprefix("?")
    asked = "&".join(part for part in (query, f"{LANGUAGE}={language}", f"{NUMBER}={number}") if part)
    with override(language):
        path = f"{reverse('training:widget')}?{asked}"
    pairs = QueryDict(query)
    context = {
        "search": search,
        "words": " · ".join(chip.label for chip in search.chips),
        "path": path,
        "address": settings.SITE_URL + path,
        "height": ENTRY_HEIGHT * min(number, search.number) + FRAME_HEIGHT,
        "hidden": [(key, value) for key, values in pairs.lists() for value in values],
        "numbers": [(option, option == number) for option in NUMBERS],
        "languages": [(code, label, code == language) for code, label in settings.LANGUAGES],
        "list_query": search.criteria.query(),
    }
    response = render(request, "training/widget_builder.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
