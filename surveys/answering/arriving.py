"""Where a way in leads: to the code where something is written, else to the response."""

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from surveys.models import Invitation

from .actions import start_response
from .entrance import grant, knock, needs_proof
from .errors import SurveyClosed


def arrive(request: HttpRequest, invitation: Invitation) -> str:
    """Let a press in, or ask for more; return the address that follows."""
    if needs_proof(request, invitation):
        knock(request, invitation)
        return resolve_url("surveys:prove", invitation.pk)
    grant(request, invitation, anew=False)
    return first_page(invitation)


def first_page(invitation: Invitation) -> str:
    """Return the response's address, begun if need be, or word that it is too late."""
    response = getattr(invitation.unit, "response", None)
    if response is None:
        try:
            response = start_response(invitation.unit)
        except SurveyClosed:
            return resolve_url("surveys:closed")
    return resolve_url("surveys:start", response.pk)


def way_on(request: HttpRequest, invitation: Invitation) -> str:
    """Return the page of this response that somebody was sent away from, or nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(wanted, None):
        return ""
    try:
        found = resolve(wanted.partition("?")[0])
    except Resolver404:
        return ""
    response = getattr(invitation.unit, "response", None)
    is_there = response is not None and found.kwargs.get("response_id") == response.pk
    return wanted if found.app_name == "surveys" and is_there else ""
