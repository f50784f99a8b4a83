"""Stopping for now: what is stored is said, and this browser forgets it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.answering.actions import Saved
from surveys.answering.display import count_answered
from surveys.answering.entrance import lay_down, withdraw
from surveys.answering.sitting import Sitting, for_respondent


def say_goodbye(request: HttpRequest, sitting: Sitting, saved: Saved) -> HttpResponse:
    """End this browser's access and confirm what is stored."""
    answered, total = count_answered(sitting.path)
    words = {"time": time_format(localtime(saved.at), "H:i"), "answered": answered, "total": total}
    messages.success(
        request, _("Saved at %(time)s: %(answered)s of %(total)s questions have an answer.") % words
    )
    return say_farewell(request, sitting)


def say_farewell(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Take this browser's access away; a manager goes back to the company's page in the panel."""
    if sitting.operator:
        lay_down(request, sitting.response.pk)
        return redirect("admin:surveys_unit_change", sitting.unit.pk)
    withdraw(request, sitting.invitation)
    return redirect("surveys:left")


@for_respondent
@require_POST
def leave(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    return say_farewell(request, sitting)
