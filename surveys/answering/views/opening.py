"""What a company reads before it answers: what it is for, all the questions, the sections."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from surveys.answering.display import hub_of
from surveys.answering.entries import entries_of_all
from surveys.answering.sitting import Sitting, for_respondent, while_open
from surveys.instrument.burden import estimate


@for_respondent
@require_safe
def start(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Say what it is for, how long it takes and who sees it; or how it ended."""
    if sitting.is_submitted and sitting.campaign.accepts_answers():
        return redirect("surveys:receipt", sitting.response.pk)
    template = "surveys/start.html" if sitting.is_open else "surveys/closed.html"
    context = {"sitting": sitting, "minutes": estimate(sitting.definition, get_language())}
    return render(request, template, context)


@for_respondent
@require_safe
def questions(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show every question on one page, to gather the figures before answering."""
    context = {"sitting": sitting, "sections": entries_of_all(sitting.definition)}
    return render(request, "surveys/questions.html", context)


@for_respondent
@require_safe
@while_open
def hub(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """List the sections with how far each has come, and name the next step."""
    stages = hub_of(sitting.definition, sitting.path, sitting.oddities)
    context = {"sitting": sitting, "stages": stages, "goes_on": any(stage.is_next for stage in stages)}
    return render(request, "surveys/hub.html", context)
