"""Tags every template may use without loading them; components without a body are plain includes."""

from collections.abc import Callable, Hashable, Iterator, Sequence

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _

register = template.Library()

_kept: dict[Hashable, SafeString] = {}
NEXT_LANGUAGE = {"es": "en", "en": "es"}


@register.simple_block_tag
def card(content: str, title: str = "", tone: str = "", url: str = "", level: int = 3) -> SafeString:
    """Frame a body: tone is muted, brand, accent, success, warning, danger or demo."""
    return render_to_string(
        "components/card.html",
        {"content": content, "title": title, "tone": tone, "url": url, "level": level},
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a symbol of the sprite beside a text; screen readers skip it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def standing(name: str, **variables: str) -> SafeString:
    """Include a template that says the same on every page: drawn once per language and process."""
    key = (name, get_language(), *sorted(variables.items()))
    return kept(key, lambda: render_to_string(name, variables))


def kept(key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
    """Return what was drawn before under that key; there are few keys."""
    if settings.DEBUG:
        return draw()
    if key not in _kept:
        _kept[key] = draw()
    return _kept[key]


@register.simple_tag(takes_context=True)
def primary_nav(context: Context) -> SafeString:
    """List the public sections and the way in, and mark the one the visitor is in."""
    match = getattr(context.request, "resolver_match", None)
    here = match.view_name if match else ""
    items = [
        (_("Training"), "training:offer-list", here.startswith(("training:", "gap-board"))),
        (_("Study"), "study:study-list", here.startswith("study:") and here != "study:home"),
        (_("Plan"), "actionplan:plan", here.startswith("actionplan:")),
        (_("Members"), "members:organisation-list", here.startswith("members:organisation-")),
        way_in(context, here),
    ]
    shown = [
        (label, name, "page" if here == name else "true" if inside else "") for label, name, inside in items
    ]

    def draw() -> SafeString:
        links = [
            {"label": label, "url": reverse(name), "is_account": name == "account:home", "current": current}
            for label, name, current in shown
        ]
        return render_to_string("components/primary_nav.html", {"items": links})

    return kept(("nav", get_language(), *shown), draw)


def way_in(context: Context, here: str) -> tuple[str, str, bool]:
    """Return the last item of the menu: to one's account, or to the sign-in for whoever has not come in."""
    request = context.request
    # Asked only of who has a session: the page of all others stays the same for every cache.
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "user")
    if has_session and request.user.is_authenticated:
        return _("Your account"), "account:home", here.startswith("account:")
    return _("Sign in"), "account_request_login_code", here.startswith("account_")


@register.simple_tag(takes_context=True)
def language_switch(context: Context) -> SafeString:
    """Link to this page in the other language, or to its home page when this address is unknown.

    The header holds it twice, for wide and for small screens: it is worked out once.
    """
    request = context.request
    if not hasattr(request, "language_switch"):
        request.language_switch = render_to_string(
            "components/language_switch.html", other_language(request.get_full_path())
        )
    return request.language_switch


def other_language(here: str) -> dict[str, str]:
    code = NEXT_LANGUAGE[(get_language() or "es")[:2]]
    url = translate_url(here, code)
    if url == here:
        with override(code):
            url = reverse("study:home")
    return {"code": code, "name": get_language_info(code)["name_local"].capitalize(), "url": url}


@register.filter
def elided_pages(page: Page) -> Iterator[int | str]:
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def page_query(context: Context, number: int, parameter: str = "") -> str:
    """Keep the query string and put a page number in it: ``page`` unless the address has its own word."""
    query = context.request.GET.copy()
    query[parameter or "page"] = number
    return f"?{query.urlencode()}"


@register.filter
def beside(cells: Sequence, columns: Sequence) -> list[tuple]:
    """Pair each cell of a row with its column."""
    return list(zip(cells, columns, strict=False))
