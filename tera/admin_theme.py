"""Unfold's settings: the brand of the manager's cockpit and its menu in the order of the cycle."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Heading, then what it holds: title, symbol of Material Symbols, app, model and, if it is not the list, page.
MENU: Sequence[tuple[Promise, Sequence[tuple]]] = (
    (
        _("1 · Members"),
        (
            (_("Organisations"), "domain", "members", "organisation"),
            (_("Changes asked for"), "rule", "members", "changerequest"),
            (_("Memberships"), "badge", "members", "membership"),
            (_("Categories"), "category", "members", "membershipcategory"),
            (_("People"), "group", "members", "person"),
            (_("Bodies"), "groups", "members", "body"),
            (_("Agreements"), "handshake", "members", "agreement"),
            (_("Cluster indicators"), "query_stats", "members", "organisation", "indicators"),
        ),
    ),
    (
        _("2 · Survey"),
        (
            (_("Questionnaires"), "quiz", "surveys", "questionnaire"),
            (_("Survey editions"), "campaign", "surveys", "campaign"),
            (_("Units"), "fact_check", "surveys", "unit"),
            (_("Messages"), "outgoing_mail", "surveys", "message"),
            (_("Texts of the messages"), "edit_note", "surveys", "letter"),
        ),
    ),
    (
        _("3 · Training"),
        (
            (_("Providers"), "school", "training", "provider"),
            (_("Offers"), "menu_book", "training", "offer"),
            (_("Outcomes"), "trending_up", "training", "outcome"),
            (_("Changes proposed"), "rate_review", "training", "offerrevision"),
            (_("Sources to harvest"), "travel_explore", "training", "harvestsource"),
            (_("Links"), "link", "training", "linkcheck"),
            (_("Synonyms"), "sync_alt", "training", "synonym"),
            (_("Problems reported"), "report", "training", "problemreport"),
            (_("Searches without offers"), "search_off", "training", "searchmiss"),
            (_("Followers"), "notifications", "training", "follower"),
            (_("Digests"), "outgoing_mail", "training", "digest"),
        ),
    ),
    (
        _("4 · Plan"),
        (
            (_("Plans"), "flag", "actionplan", "plan"),
            (_("Gap board"), "join_inner", "actionplan", "plan", "gaps"),
            (_("Lines, packages and actions"), "account_tree", "actionplan", "node"),
            (_("Indicators"), "monitoring", "actionplan", "indicator"),
        ),
    ),
    (_("5 · Study"), ((_("Studies"), "auto_stories", "study", "study"),)),
    (
        _("Vocabulary"),
        (
            (_("Skills"), "psychology", "skills", "skill"),
            (_("Professional profiles"), "engineering", "skills", "profile"),
        ),
    ),
    (
        _("People and access"),
        (
            (_("Requests for access"), "contact_mail", "members", "accessrequest"),
            (_("Invitations"), "forward_to_inbox", "members", "accessinvitation"),
            (_("Accounts"), "key", "members", "user"),
            (_("My saved filters"), "bookmark", "members", "savedfilter"),
            (_("Changes of many rows"), "undo", "members", "bulkchange"),
        ),
    ),
    (
        _("Personal data"),
        (
            (_("Requests"), "contact_mail", "privacy", "datasubjectrequest"),
            (_("Purposes"), "policy", "privacy", "purpose"),
            (_("Consents"), "how_to_reg", "privacy", "consent"),
            (_("Activity"), "history", "privacy", "event"),
            (_("Recurring jobs"), "schedule", "jobs", "run"),
        ),
    ),
)


def menu(request: HttpRequest) -> list[dict]:
    """List what this user may see, in the order of the cycle.

    Built for each request, when every app has registered its admin: a model without one is left out.
    """
    overview = {"title": _("Overview"), "icon": "space_dashboard", "link": reverse("admin:index")}
    groups = [{"items": [overview]}]
    for heading, entries in MENU:
        items = [
            {"title": title, "icon": symbol, "link": link}
            for title, symbol, app, model, *page in entries
            if request.user.has_perm(f"{app}.view_{model}") and (link := changelist(app, model, *page))
        ]
        if items:
            groups.append({"title": heading, "items": items, "separator": True})
    mark_current(groups, request.path)
    return groups


def mark_current(groups: list[dict], path: str) -> None:
    """Mark the entry with the longest address above ``path``; Unfold by itself marks every one above it."""
    items = [item for group in groups for item in group["items"]]
    overview = items[0]["link"]
    above = [item["link"] for item in items if path.startswith(item["link"]) and item["link"] != overview]
    current = max(above, key=len, default=overview if path == overview else None)
    for item in items:
        item["active"] = item["link"] == current


def changelist(app: str, model: str, page: str = "changelist") -> str:
    try:
        return reverse(f"admin:{app}_{model}_{page}")
    except NoReverseMatch:
        return ""


UNFOLD = {
    "SITE_TITLE": _("TERA · Digital skills"),
    "SITE_HEADER": "TERA",
    "SITE_SUBHEADER": _("Digital skills of Cantabria"),
    "SITE_ICON": lambda request: static("img/logo.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/favicon.svg")}
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "STYLES": [lambda request: static("css/admin.css")],
    "SCRIPTS": [lambda request: static("js/admin.js"), lambda request: static("js/admin_landmarks.js")],
    "DASHBOARD_CALLBACK": "study.cockpit.dashboard",
    "COMMAND": {"search_callback": "study.command_search.search"},
    "SIDEBAR": {"show_search": True, "navigation": menu},
}
