"""How often somebody may do what sends mails or tries secrets: the table is ACCOUNT_RATE_LIMITS."""

import time
from datetime import timedelta

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from allauth.core.ratelimit import consume
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

APP = "allauth.account"


def within(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one more try and say whether it still is within the limits; looking (GET) costs nothing.

    Past them the request remembers from when on it would be again, for the page that refuses it.
    """
    key = key and key.lower()
    if consume(request, action=action, key=key):
        return True
    wait = timedelta(seconds=seconds_to_wait(request, action, key))
    request.again_at = timezone.now() + wait
    return False


def seconds_to_wait(request: HttpRequest, action: str, key: str | None) -> float:
    """Return after how long the last of the limits that are used up lets one more through."""
    now, waits = time.time(), [0.0]
    for rate in get_rates(app=APP, action=action):
        tries = cache.get(get_cache_key(request, app=APP, action=action, rate=rate, key=key), [])
        if len(tries) >= rate.amount:
            # The newest comes first.
            waits.append(tries[rate.amount - 1] + rate.duration - now)
    return max(waits)
