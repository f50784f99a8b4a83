"""The ways in and out: the e-mail's link, what to do without one, and the page after leaving."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from surveys.tokens import hash_token
from tera.press import SeeOther, is_a_press, new_ticket, sealed

from .arriving import arrive
from .entrance import SALT, find_invitation


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """Say how to get in, and whom to ask."""
    return render(request, "surveys/access.html")


# Exempt because the landing page sets no cookie; tera/press.py says what guards the button instead.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button, the same for every company; only a person's press starts a session."""
    invitation = find_invitation(token)
    if invitation is None:
        return sealed(render(request, "surveys/link_unknown.html", status=404))
    if request.method == "POST" and is_a_press(request, hash_token(token), salt=SALT):
        return sealed(SeeOther(arrive(request, invitation)))
    refused = request.method == "POST"
    context = {"ticket": new_ticket(hash_token(token), salt=SALT), "refused": refused}
    return sealed(render(request, "surveys/entry.html", context, status=403 if refused else 200))


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say that the edition takes no answers, to a company that never began."""
    return render(request, "surveys/closed.html")


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Confirm that the browser holds nothing any more, and how to come back."""
    return render(request, "surveys/left.html")
