"""The map of the public pages for search engines, each page with its other language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe


class SiteSitemap(Sitemap):
    """Pages in every language of the site, under the address that the site is known by."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5_000

    @property
    def protocol(self) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    @property
    def paginator(self) -> Paginator:
        return Paginator(self._items(), self.limit)


class Doors(SiteSitemap):
    """The pages that everything else is reached from."""

    def items(self) -> list[str]:
        return [
            "study:home",
            "training:offer-list",
            "gap-board",
            "study:study-list",
            "actionplan:plan",
            "members:organisation-list",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Name the map; keep robots out of what is for people who were invited or sign in."""
    closed = ("/admin/", "/encuesta/", "/en/survey/", "/cuenta/", "/en/account/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
