"""How often somebody may do what sends mails or tries secrets: the table is ACCOUNT_RATE_LIMITS."""

import time
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from allauth.core.internal.ratelimit import consume, get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

APP = "allauth.account"


def within(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one more try and say whether it still is within the limits; looking (GET) costs nothing.

    Past them the request remembers from when on it would be again, for the page that refuses it.
    """
    key = key and key.lower()
    if consume(request, app=APP, action=action, key=key):
        return True
    wait = timedelta(seconds=seconds_to_wait(request, action, key))
    request.again_at = timezone.now() + wait
    return False


def seconds_to_wait(request: HttpRequest, action: str, key: str | None = None) -> float:
    """Return after how long the last of the limits that are used up lets one more through."""
    now, waits = time.time(), [0.0]
    for rate in get_rates(app=APP, action=action):
        tries = cache.get(get_cache_key(request, app=APP, action=action, rate=rate, key=key), [])
        if len(tries) >= rate.amount:
            # The newest comes first.
            waits.append(tries[rate.amount - 1] + rate.duration - now)
    return max(waits)


@dataclass
class Window:
    """The tries of one address since a moment."""

    ends_at: float
    tries: int = 0


class Windows:
    """Counts in the memory of this process, for what costs less than counting it in the database.

    So each process lets as many through; that keeps a flood off the database, which is what it is for.
    """

    MOST = 10_000

    def __init__(self) -> None:
        self.windows: dict[str, Window] = {}
        self.lock = Lock()

    def wait(self, key: str, amount: int, duration: float) -> float:
        """Count one more try; return after how many seconds it is let through, 0 if it is now."""
        now = time.time()
        with self.lock:
            window = self.windows.get(key)
            if window is None or window.ends_at <= now:
                self.make_room(now)
                window = self.windows[key] = Window(now + duration)
            window.tries += 1
            return window.ends_at - now if window.tries > amount else 0

    def make_room(self, now: float) -> None:
        if len(self.windows) < self.MOST:
            return
        self.windows = {key: each for key, each in self.windows.items() if each.ends_at > now}
        if len(self.windows) >= self.MOST:
            # A flood from everywhere must not fill the memory.
            self.windows.clear()


windows = Windows()


def wait_to_look(request: HttpRequest, action: str) -> float:
    """Count one more look, and return after how many seconds the next is let through, 0 for now."""
    return max(
        (
            windows.wait(
                get_cache_key(request, app=APP, action=action, rate=rate), rate.amount, rate.duration
            )
            for rate in get_rates(app=APP, action=action)
        ),
        default=0,
    )
