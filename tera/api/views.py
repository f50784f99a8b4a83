from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tera.unchanged import validated

from .document import Explained, make_document


def no_rows() -> tuple:
    """Return the state of a page that shows no rows of the database: only a new release changes it."""
    return ()


@require_safe
@validated(no_rows)
def document(request: HttpRequest) -> JsonResponse:
    """Return the OpenAPI document in the language of the address."""
    response = JsonResponse(make_document(), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@validated(no_rows)
def docs(request: HttpRequest) -> HttpResponse:
    """Explain the interface for programs, address by address."""
    limit = settings.ACCOUNT_RATE_LIMITS["interface"].partition("/")[0]
    return render(request, "api/docs.html", {"explained": Explained(make_document()), "limit": limit})
