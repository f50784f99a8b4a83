"""A version's questions for the cluster's team."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from surveys.answering.entries import entries_of_all
from surveys.instrument.parser import compiled
from surveys.models import QuestionnaireVersion


@staff_member_required
@require_safe
def preview(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show the manager every question of a version as a company will see it."""
    version = get_object_or_404(QuestionnaireVersion.objects.select_related("questionnaire"), pk=version_id)
    context = {"version": version, "sections": entries_of_all(compiled(version))}
    return render(request, "surveys/preview.html", context)
