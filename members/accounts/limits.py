"""How often somebody may do what sends mails or tries secrets: the table is ACCOUNT_RATE_LIMITS."""

from allauth.core.ratelimit import consume
from django.http import HttpRequest


def within(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one more try and say whether it still is within the limits; looking (GET) costs nothing."""
    return consume(request, action=action, key=key and key.lower())
