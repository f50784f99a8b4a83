"""What the audit trail says of a change beside the change: who, on which page, from which network."""

import ipaddress
import re
from collections.abc import Callable

import pghistory
from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from pghistory.middleware import WSGIRequest

from .enums import Operation
from .models import Event

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
# A long last part of an address is a key that lets somebody in.
SECRET = re.compile(r"(?<=/)[A-Za-z0-9_:.=-]{32,}(?=/|$)")


class AuditMiddleware:
    """Names the signed-in user, the page and the network to the triggers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            # Without the user: looking it up would cost every public page a query.
            with pghistory.context(path=shown_path(request.path), address=network_of(request)):
                return self.get_response(request)
        with pghistory.context(
            path=shown_path(request.path), address=network_of(request), user=request.user.pk
        ):
            # Signing in sets another user halfway; this class of request tells the context.
            request.__class__ = WSGIRequest
            return self.get_response(request)


def shown_path(path: str) -> str:
    return SECRET.sub("…", path)[:300]


def network_of(request: HttpRequest) -> str:
    """Return the visitor's network, not the address: the last 8 bits (IPv6: 80) are dropped."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    # The proxy adds the last one; those before it are what the visitor claims.
    address = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


def name_task(sender: object, task_result, **kwargs) -> None:
    """Say which task the worker is at."""
    pghistory.context(command=f"task {task_result.task.module_path}", user=None)


def record_reading(request: HttpRequest, model: type[models.Model], object_id: str) -> None:
    """Put into the trail that somebody opened a company's answers."""
    Event.objects.create(
        at=timezone.now(),
        operation=Operation.READ,
        model=model._meta.label_lower,
        object_id=object_id[:64],
        user=request.user,
        path=shown_path(request.path),
        address=network_of(request),
    )
