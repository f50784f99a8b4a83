"""The second factor: whoever may enter the admin panel reaches nothing before having shown one.

A session is settled when it has passed a second factor itself: that the account owns one is not
enough, or a session begun with the bare password before the first enrolment would go on.
"""

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

MARK = "second_factor"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# The health checks must not ask the database, not even for a session.
ALWAYS_OPEN = {"account_logout", "livez", "readyz"}
ENROLMENT = {"account:second-factor", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
PROOF = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


def is_settled(request: HttpRequest) -> bool:
    """Say whether this session may use the rights of its account; asks the session only."""
    user = request.user
    if not user.is_authenticated or not user.is_staff or settings.ONE_STEP_SIGN_IN:
        return True
    return request.session.get(MARK) == user.pk


def settle(request: HttpRequest, user: AbstractBaseUser) -> None:
    request.session[MARK] = user.pk


def note_step(sender: type, request: HttpRequest, user: AbstractBaseUser, method: str, **extra) -> None:
    """Hear from allauth that a step of signing in was passed."""
    if method == "mfa":
        settle(request, user)


def note_enrolment(
    sender: type, request: HttpRequest, user: AbstractBaseUser, authenticator: Authenticator, **extra
) -> None:
    """Take the first factor an account is given as shown: it was, a moment ago, on this very page."""
    others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk)
    if authenticator.type in FACTORS and not others.exists():
        settle(request, user)


class SecondFactorMiddleware:
    """Leads a manager without a second factor to the page that asks for it, from wherever they go."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, *arguments) -> HttpResponse | None:
        name = request.resolver_match.view_name
        # Without the cookie nobody is signed in, and the page stays the same for every cache.
        if name in ALWAYS_OPEN or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if is_settled(request):
            return None
        enrolled = get_adapter().is_mfa_enabled(request.user, FACTORS)
        if name in (PROOF if enrolled else ENROLMENT):
            return None
        page = resolve_url("mfa_reauthenticate" if enrolled else "account:second-factor")
        wanted = request.get_full_path() if request.method in ("GET", "HEAD") else resolve_url("admin:index")
        return HttpResponseRedirect(f"{page}?{urlencode({'next': wanted})}")
