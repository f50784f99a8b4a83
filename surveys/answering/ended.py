"""What a browser sees that may not answer, or not any more: how to get back, and what it had typed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from .entrance import knocked_at

# Of the form, and worthless in the next one.
NOT_TYPED = frozenset({"csrfmiddlewaretoken"})


def say_ended(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Answer 403 where the browser once opened a link to the response, with the way back; else 404.

    What was posted comes back in the page, to be sent again as it was: by its request id it counts once.
    """
    invitation = knocked_at(request, unit__response=response_id)
    status = 403 if invitation else 404
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"note": _("Your session has ended.")}, status=status)
    context = {"invitation": invitation, "typed": typed_in(request), "path": request.path}
    if invitation:
        context["way_back"] = resolve_url("surveys:prove", invitation.pk)
    return render(request, "surveys/no_access.html", context, status=status)


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST":
        return []
    fields = request.POST.lists()
    return [(name, value) for name, values in fields if name not in NOT_TYPED for value in values]
