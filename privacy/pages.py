"""The public pages: what is done with personal data, and how to say no."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from .models import Purpose
from .objection import object_to, read_token


@require_safe
@cache_control(public=True, max_age=60)
def privacy(request: HttpRequest) -> HttpResponse:
    purposes = Purpose.objects.filter(is_published=True)
    return render(request, "privacy/privacy.html", {"purposes": purposes})


@csrf_exempt  # a mail program presses the button by itself (RFC 8058); the signed link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, token: str) -> HttpResponse:
    """Ask first: opening the link changes nothing."""
    found = read_token(token)
    if found is None:
        raise Http404
    person, purpose = found
    if request.method == "POST":
        object_to(person, purpose, evidence=f"{settings.SITE_URL} · link")
    return render(request, "privacy/objection.html", {"purpose": purpose, "done": request.method == "POST"})
