"""How to get to a profile or a skill that companies ask for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from skills.models import Profile, Skill
from training.assessment import Assessment
from training.demand import DemandBoard
from training.pathways import Pathway, unserved_skills, wanted_profiles
from training.versions import validated


@require_safe
@validated
def profile_list(request: HttpRequest) -> HttpResponse:
    """List the profiles by how many companies ask for them, with what no offer teaches."""
    board = DemandBoard.latest()
    context = {
        "profiles": wanted_profiles(board),
        "unserved": unserved_skills(board),
        "shows_demo": board.is_demo,
    }
    return render(request, "training/profile_list.html", context)


@require_safe
@validated
def profile_detail(request: HttpRequest, code: str) -> HttpResponse:
    profile = get_object_or_404(Profile.objects.select_related("occupation"), code=code)
    pathway = Pathway(profile, DemandBoard.latest(), timezone.localdate())
    return render(request, "training/profile_detail.html", {"pathway": pathway})


@require_safe
@validated
def profile_gap(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is missing for a profile beside what the address says somebody can do already."""
    profile = get_object_or_404(Profile, code=code)
    assessment = Assessment(profile, request.GET, DemandBoard.latest(), timezone.localdate())
    response = render(request, "training/profile_gap.html", {"assessment": assessment})
    if request.GET:
        response["X-Robots-Tag"] = "noindex, follow"
    return response


@require_safe
@validated
def skill_detail(request: HttpRequest, code: str) -> HttpResponse:
    skill = get_object_or_404(Skill, code=code)
    pathway = Pathway(skill, DemandBoard.latest(), timezone.localdate())
    return render(request, "training/skill_detail.html", {"pathway": pathway})
