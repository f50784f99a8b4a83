"""The manager's cockpit: Unfold's admin site under a content policy of its own.

Unfold's menus are Alpine.js expressions and need `eval`. Only what this site answers may use it;
see docs/decisions/0003-admin-csp.md.
"""

import re
from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from unfold.sites import UnfoldAdminSite

from tera import second_factor

with_admin_scripts = csp_replace({"script-src": settings.ADMIN_SCRIPT_SOURCES})
# Keys are figures or UUIDs, here and in every app.
KEY = re.compile(r"[0-9]{1,18}|[0-9a-f-]{32,36}")


def with_a_key(view: Callable) -> Callable:
    """Answer 404 where the address names a row by what can be no key, before anything looks for it."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        key = kwargs.get("object_id")
        if key is not None and not KEY.fullmatch(str(key)):
            raise Http404
        return view(request, *args, **kwargs)

    return answer


class AdminSite(UnfoldAdminSite):
    index_title = gettext_lazy("Overview")

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        return with_admin_scripts(super().admin_view(with_a_key(view), cacheable))

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and second_factor.is_settled(request)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Lead to the one sign-in of the site; to somebody signed in who is no manager nothing is here."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
            wanted = resolve_url("admin:index")
        if self.has_permission(request):
            return redirect(wanted)
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(wanted, resolve_url("account_login"))

    def _get_colors(self, key: str, *args) -> dict:
        """Give no colours, or Unfold would write them in an inline style; css/admin.css holds them."""
        return {}
