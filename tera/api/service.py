"""The interface for programs: one for the whole site, to which each room adds its own addresses.

It takes no keys and changes nothing. Its texts follow the language of the address: ``/api/v1/`` is in
Spanish, ``/en/api/v1/`` in English.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.renderers import JSONRenderer
from pydantic import Field

ABOUT = gettext_lazy(
    "The public data of the site for other programs. No key is needed, and nothing can be changed through "
    "it. What nobody has told us is null: it is unknown, and not the same as none."
)


class Problem(Schema):
    """Why there is no answer."""

    error: str = Field(description=gettext_lazy("What is wrong, and what to do next"))


class UnknownParameters(Problem):
    """Why there is no answer: what of the address means nothing here."""

    unknown: list[list[str]] = Field(
        description=gettext_lazy("Each parameter that is not known, with its value")
    )


class TooMany(Exception):
    """Somebody asks more often than is fair to everybody else; ``seconds`` to wait."""

    def __init__(self, seconds: int):
        super().__init__(seconds)
        self.seconds = seconds


class Readable(JSONRenderer):
    """JSON as people read it: accents are letters, and not their numbers."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title=gettext_lazy("Digital skills of Cantabria"),
    version="1.0.0",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api:v1",
    renderer=Readable(),
)


def refused(request: HttpRequest, status: int, words: str, **more) -> HttpResponse:
    return api.create_response(request, {"error": words, **more}, status=status)


@api.exception_handler(Http404)
def nothing_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return refused(
        request, 404, str(error) or _("There is nothing at this address; the lists say what there is.")
    )


@api.exception_handler(TooMany)
def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    words = _(
        "Too many questions in one minute. Ask again in %(seconds)s seconds; the lists as files need only "
        "one."
    )
    response = refused(request, 429, words % {"seconds": error.seconds})
    response["Retry-After"] = str(error.seconds)
    return response


def no_such_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer an address of the interface that does not exist as programs expect it."""
    response = refused(request, 404, _("There is no such address; /api/docs lists them all."))
    response["Access-Control-Allow-Origin"] = "*"
    return response
