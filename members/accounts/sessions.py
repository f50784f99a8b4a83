"""The list of browsers an account is signed in on, kept beside Django's sessions."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from members.models import SignedInSession, User

MARK = "signed_in"
FRESH = timedelta(minutes=5)
KEPT_BITS = {4: 24, 6: 48}
# What a browser calls itself, from the most telling word to the least.
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
BROWSERS += (("Safari/", "Safari"),)
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
SYSTEMS += (("Mac OS X", "macOS"), ("Linux", "Linux"))


def network_of(request: HttpRequest) -> str:
    """Return the visitor's address without its end: enough to recognise a place, not a person."""
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    return str(ip_network(f"{address}/{KEPT_BITS[address.version]}", strict=False))


def device_of(agent: str) -> str:
    """Return "Firefox · Windows" of what a browser says of itself, or its own words cut short."""
    found = [next((name for word, name in table if word in agent), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found)) or agent[:80]


def begin_session(sender: type, request: HttpRequest, user: User, **extra) -> None:
    """Note a browser at the moment somebody signs in there."""
    if request.session.session_key is None:
        request.session.save()
    note(request, user, timezone.now())


def note(request: HttpRequest, user: User, now: datetime) -> None:
    key = request.session.session_key
    former = request.session.get(MARK, {}).get("key", key)
    values = {
        "user": user,
        "session_key": key,
        "device": device_of(request.META.get("HTTP_USER_AGENT", "")),
        "network": network_of(request),
        "seen_at": now,
    }
    SignedInSession.objects.update_or_create(session_key=former, defaults=values)
    request.session[MARK] = {"key": key, "seen": now.timestamp()}


class SeenMiddleware:
    """Keeps the list true: a browser's last visit to within minutes, and its key when Django changes it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Nothing is read of a session that the page itself left alone.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.accessed:
            self.keep_up(request)
        return response

    def keep_up(self, request: HttpRequest) -> None:
        mark = request.session.get(MARK)
        if not mark or not request.user.is_authenticated:
            return
        now = timezone.now()
        stale = now.timestamp() - mark["seen"] > FRESH.total_seconds()
        if stale or mark["key"] != request.session.session_key:
            note(request, request.user, now)


def sessions_of(user: User) -> list[SignedInSession]:
    """Return the browsers where the account is still signed in, the latest first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return list(user.signed_in_sessions.filter(session_key__in=alive))


def end_sessions(user: User, *, keep: str | None = None, only: int | None = None) -> int:
    """Sign the account out in other browsers: all but ``keep``, or the one row ``only``."""
    ended = user.signed_in_sessions.exclude(session_key=keep)
    if only is not None:
        ended = ended.filter(pk=only)
    keys = list(ended.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    ended.delete()
    return len(keys)
