"""The addresses of the catalogue under ``/api/v1/``."""

from collections.abc import Callable
from functools import wraps
from math import ceil

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Path, Router
from ninja.decorators import decorate_view

from members.accounts.limits import wait_to_look
from tera.api.service import Problem, TooMany, UnknownParameters, api, refused
from training.demand import DemandBoard
from training.feeds.listing import UnknownCriteria
from training.models import Offer
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read
from training.versions import validated

from . import describing, examples, reading, schemas
from .parameters import list_parameters

router = Router(tags=["training"])
SAFE = ["GET", "HEAD"]
REFUSALS = {
    304: gettext_lazy("Nothing has changed since the answer whose ETag you sent in If-None-Match"),
    400: gettext_lazy("A parameter or one of its values is not known; the answer names it"),
    404: gettext_lazy("There is no such thing"),
    429: gettext_lazy("Too many questions in one minute; Retry-After says when to ask again"),
}


def as_open_data(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let any page on the web read the answer, whatever it says; search engines have the pages."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def operation(path: str, name: str, answer: type, summary, description, example: dict, **more):
    """Add an address: what anybody may read and nobody changes, and how it is described."""
    refusals = {200: answer, 304: None, 400: UnknownParameters, 404: Problem, 429: Problem}
    responses = {status: {"description": words} for status, words in REFUSALS.items()}
    responses[200] = {"description": summary, "content": {"application/json": {"example": example}}}

    def add(function: Callable) -> Callable:
        # The first is the inner one: what is "not modified" is open data too.
        seen = decorate_view(validated, as_open_data)(function)
        return router.api_operation(
            SAFE,
            path,
            response=refusals,
            summary=summary,
            description=description,
            operation_id=name,
            url_name=name,
            openapi_extra={"responses": responses, **more},
        )(seen)

    return add


def count(request: HttpRequest) -> None:
    """Count one more answer that had to be made; "not modified" costs nothing."""
    if wait := wait_to_look(request, "interface"):
        raise TooMany(ceil(wait))


@api.exception_handler(UnknownCriteria)
def unknown_criteria(request: HttpRequest, error: UnknownCriteria) -> HttpResponse:
    words = _("The catalogue does not know these filters: %(pairs)s") % {"pairs": error}
    return refused(request, 400, words, unknown=[list(pair) for pair in error.pairs])


@api.exception_handler(reading.NoSuchPage)
def no_such_page(request: HttpRequest, error: reading.NoSuchPage) -> HttpResponse:
    return refused(request, 404, _("There is no such page: the last one is %(last)s") % {"last": error.last})


@operation(
    "/offers",
    "offers",
    schemas.OfferPage,
    gettext_lazy("Offers"),
    gettext_lazy(
        "The offers of the catalogue that an address asks for, twenty to a page, in the order asked for. Its "
        "parameters are those of the page “Training”: search there, and copy what stands after the question "
        "mark. Values of one filter add up, filters narrow each other. What is over is left out unless asked "
        "for."
    ),
    examples.OFFERS,
    parameters=list_parameters(),
)
def offers(request: HttpRequest):
    count(request)
    return describing.offer_page(reading.read_search(request))


@operation(
    "/offers/{slug:code}",
    "offer",
    schemas.Offer,
    gettext_lazy("One offer"),
    gettext_lazy("All that is known of one offer, with its editions, past ones too."),
    examples.OFFER,
)
def offer(
    request: HttpRequest,
    code: str = Path(description=gettext_lazy("Code of the offer"), example=examples.CODE),  # noqa: B008
):
    count(request)
    reading.refuse_parameters(request)
    found = with_what_sheets_read(Offer.objects.published(), timezone.localdate()).filter(slug=code).first()
    if found is None:
        raise Http404(_("There is no offer with this code; /offers lists them."))
    return describing.whole_offer(OfferSheet(found, DemandBoard.latest()))


@operation(
    "/providers",
    "providers",
    schemas.Providers,
    gettext_lazy("Providers"),
    gettext_lazy("Who gives training that is in the catalogue now."),
    examples.PROVIDERS,
)
def providers(request: HttpRequest):
    count(request)
    reading.refuse_parameters(request)
    found = [describing.provider(row) for row in reading.providers()]
    return schemas.Providers(total=len(found), providers=found)


@operation(
    "/profiles",
    "profiles",
    schemas.Profiles,
    gettext_lazy("Profiles"),
    gettext_lazy(
        "The professional profiles that the survey asks about, with what it says of each: how many companies "
        "ask for it, of how many that answered and how many were asked. Figures are those of the published "
        "study."
    ),
    examples.PROFILES,
)
def profiles(request: HttpRequest):
    count(request)
    reading.refuse_parameters(request)
    found = [describing.profile(row, asked) for row, asked in reading.profiles()]
    return schemas.Profiles(total=len(found), profiles=found)


@operation(
    "/skills",
    "skills",
    schemas.Skills,
    gettext_lazy("Skills"),
    gettext_lazy("The skills of the vocabulary, with what the survey says of each, as for profiles."),
    examples.SKILLS,
)
def skills(request: HttpRequest):
    count(request)
    reading.refuse_parameters(request)
    found = [describing.skill(row, asked) for row, asked in reading.skills()]
    return schemas.Skills(total=len(found), skills=found)
