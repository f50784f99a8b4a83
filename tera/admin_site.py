"""The manager's cockpit: Unfold's admin site under a content policy of its own.

Unfold's menus are Alpine.js expressions and need `eval`. Only what this site answers may use it;
see docs/decisions/0003-admin-csp.md.
"""

from collections.abc import Callable

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from unfold.sites import UnfoldAdminSite

with_admin_scripts = csp_replace({"script-src": settings.ADMIN_SCRIPT_SOURCES})


class AdminSite(UnfoldAdminSite):
    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        return with_admin_scripts(super().admin_view(view, cacheable))

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Answer the one page that `admin_view` does not wrap."""
        return with_admin_scripts(super().login)(request, extra_context)

    def _get_colors(self, key: str, *args) -> dict:
        """Give no colours, or Unfold would write them in an inline style; css/admin.css holds them."""
        return {}
