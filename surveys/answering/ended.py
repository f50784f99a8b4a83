"""What a browser sees that may not answer, or not any more: how to get back, and what it had typed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from surveys.models import Invitation, Response

from .entrance import knocked_at, operated_by

# Of the form, and worthless in the next one.
NOT_TYPED = frozenset({"csrfmiddlewaretoken"})


def say_ended(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Answer 403 where the browser once opened a link to the response, with the way back; else 404.

    The same for a manager who took the response down until the time was over.
    What was posted comes back in the page, to be sent again as it was: by its request id it counts once.
    """
    invitation = knocked_at(request, unit__response=response_id)
    way_back = way_back_to(request, response_id, invitation)
    status = 403 if way_back else 404
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"note": _("Your session has ended.")}, status=status)
    context = {"way_back": way_back, "typed": typed_in(request), "path": request.path}
    return render(request, "surveys/no_access.html", context, status=status)


def way_back_to(request: HttpRequest, response_id: UUID, invitation: Invitation | None) -> str:
    if invitation:
        return resolve_url("surveys:prove", invitation.pk)
    if operated_by(request, response_id):
        unit = Response.objects.filter(pk=response_id, unit__in_scope=True).values_list("unit", flat=True)
        return resolve_url("admin:surveys_unit_step_record", unit.get()) if unit else ""
    return ""


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST":
        return []
    fields = request.POST.lists()
    return [(name, value) for name, values in fields if name not in NOT_TYPED for value in values]
