"""Health checks and the error pages."""

import logging
import sys
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tera.styleguide import specimens

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; asks nothing else."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether the database answers: 200, or 503 for the load balancer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (InterfaceError, OperationalError) as error:
        logger.warning("not ready: %s", error)
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what cannot be read; the page asks nothing of the request, which may be what is broken."""
    context = {"request_id": getattr(request, "request_id", ""), "support_email": settings.SUPPORT_EMAIL}
    return HttpResponse(render_to_string("400.html", context), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without the token that its page had."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say from when on it may be tried again, where whoever counts the tries has noted it."""
    again_at = getattr(request, "again_at", None)
    if again_at is None:
        return render(request, "429.html", status=429)
    seconds = max(1, ceil((again_at - timezone.now()).total_seconds()))
    # Shown to the minute, so the next one.
    context = {"again_at": again_at + timedelta(minutes=1), "is_today": is_today(again_at)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def is_today(moment: datetime) -> bool:
    return timezone.localdate(moment + timedelta(minutes=1)) == timezone.localdate()


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an unexpected error; an unreachable database is a 503, worth another try.

    The pages extend nothing and query nothing, since the database may be what is down.
    """
    if isinstance(sys.exc_info()[1], (InterfaceError, OperationalError)) and not reachable():
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "30"
        return response
    return render(request, "500.html", status=500)


def reachable() -> bool:
    try:
        connection.close()
        connection.ensure_connection()
    except (InterfaceError, OperationalError):
        return False
    return True


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component once, outside production only."""
    return render(request, "styleguide.html", specimens())
