"""Unfold's settings: the brand of the manager's cockpit and its menu in the order of the cycle."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def entry(title: str, icon: str, url_name: str) -> dict:
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{url_name}")}


UNFOLD = {
    "SITE_TITLE": _("TERA · Digital skills"),
    "SITE_HEADER": _("TERA · Digital skills"),
    "SITE_SYMBOL": "hub",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "STYLES": [lambda request: static("css/admin.css")],
    "SIDEBAR": {
        "show_search": True,
        "navigation": [
            {"title": _("1 · Members"), "items": []},
        ],
    },
}
