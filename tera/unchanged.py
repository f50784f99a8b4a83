"""Public pages that say which state of the site they show, known without making the page.

A visitor who has the page gets "not modified"; another one gets the page as it was last made, while it
would still be the same. All that holds for visitors whom nobody knows: everybody else's page is made.
"""

import hashlib
from collections.abc import Callable
from functools import cache, wraps

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page

from tera.kept import Kept

# What a page shows changes with these besides the rows; all are read at the start.
CODE = (
    "templates",
    "locale",
    "static",
    "tera",
    "skills",
    "members",
    "surveys",
    "training",
    "actionplan",
    "study",
)
# Pages of some ten to a hundred kilobytes, in each process.
KEPT_PAGES = 200

View = Callable[..., HttpResponse]
# What changes whenever anything that a page shows does.
State = Callable[[], tuple]

kept_pages = Kept(KEPT_PAGES)


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


def etag_of(request: HttpRequest, state: tuple) -> str:
    asked = (request.get_host(), request.get_full_path(), get_language(), bool(request.htmx))
    text = "|".join(map(str, (*state, timezone.localdate(), *asked, release())))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def validated(state: State, *, max_age: int = 0) -> Callable[[View], View]:
    """Answer "not modified" before the page is made; a known visitor's page is compared once made.

    Whoever keeps the page may show it for ``max_age`` seconds and then asks whether it still holds.
    """

    def decorate(view: View) -> View:
        whole = conditional_page(view)

        @wraps(view)
        def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not is_anonymous(request):
                response = whole(request, *args, **kwargs)
                patch_cache_control(response, private=True, no_cache=True)
            else:
                response = answer_anybody(request, etag_of(request, state()), view, args, kwargs)
                freshness = {"max_age": max_age} if max_age else {"no_cache": True}
                patch_cache_control(response, public=True, **freshness)
            patch_vary_headers(response, ["Cookie", "HX-Request"])
            return response

        return answer

    return decorate


def answer_anybody(request: HttpRequest, etag: str, view: View, args: tuple, kwargs: dict) -> HttpResponse:
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        unchanged.headers.setdefault("ETag", etag)
        return unchanged
    # Searches have too many addresses to keep, and those without a result are noted.
    is_kept = request.method == "GET" and not request.GET and not settings.DEBUG
    if is_kept and (page := kept_pages.recall(etag)):
        content, headers = page
        return HttpResponse(content, headers=headers)
    response = view(request, *args, **kwargs)
    if hasattr(response, "render"):
        response.render()
    if response.status_code < 400:
        response.headers.setdefault("ETag", etag)
    if is_kept and is_for_all(request, response):
        kept_pages.keep(etag, (response.content, dict(response.headers)))
    return response


def is_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether the next visitor may get the very same page: a form's token is one visitor's."""
    has_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    is_whole = response.status_code == 200 and not response.streaming
    return is_whole and not (has_token or response.cookies or request.session.modified)
