"""Which state of the catalogue a public page shows, known without making the page."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition, conditional_page

# What a visitor sees of the catalogue changes with these besides its rows; all are read at the start.
CODE = ("templates", "locale", "static", "training", "tera")
STATE = "SELECT count(*), coalesce(sum(id), 0), coalesce(max(id), 0) FROM training_searchchange"

View = Callable[..., HttpResponse]


@cache
def release() -> str:
    """Return a mark of the code that is running."""
    found = (file for folder in CODE for file in sorted((settings.BASE_DIR / folder).rglob("*")))
    files = (file for file in found if file.is_file() and file.suffix != ".pyc")
    marks = "".join(f"{file.name}{file.stat().st_mtime_ns}" for file in files)
    return hashlib.sha256(marks.encode()).hexdigest()[:16]


def is_anonymous(request: HttpRequest) -> bool:
    """Say whether nothing on the page can be this visitor's own."""
    own = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
    return not any(name in request.COOKIES for name in own)


def catalogue_etag(request: HttpRequest, *args, **kwargs) -> str | None:
    """Return the validator of a page of the catalogue for a visitor whom nobody knows.

    The rows that note each change are a mark of the catalogue's state: every transaction that
    writes adds some, they show with it and not before, and taking them away leaves another mark.
    """
    if not is_anonymous(request):
        return None
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        state = cursor.fetchone()
    parts = (*state, timezone.localdate(), get_language(), request.get_full_path(), release())
    text = "|".join(map(str, (*parts, bool(request.htmx))))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def validated(view: View) -> View:
    """Answer "not modified" before the page is made; a known visitor's page is compared once made."""
    whole, quick = conditional_page(view), condition(etag_func=catalogue_etag)(view)

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        anonymous = is_anonymous(request)
        response = (quick if anonymous else whole)(request, *args, **kwargs)
        # Whoever keeps it asks whether it still holds.
        patch_cache_control(response, no_cache=True, **{"public" if anonymous else "private": True})
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return answer
