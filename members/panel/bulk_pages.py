"""The page that asks before many rows are changed, for every list of the panel."""

from collections.abc import Callable, Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .bulk_changes import change_many

SHOWN = 20


class BulkRefused(Exception):
    """A change that would break a rule for one of the rows; nothing was changed."""


def ask(
    model_admin,
    request: HttpRequest,
    queryset,
    *,
    title,
    lead,
    fields: Sequence[str],
    perform: Callable,
    form: type[forms.Form] = forms.Form,
):
    """Show the chosen rows and a form; when it comes back filled in, do it, and offer to undo it.

    ``fields`` are those that ``perform(keys, data)`` may change.
    """
    keys = list(queryset.order_by("pk").values_list("pk", flat=True))
    filled = form(request.POST if "confirmed" in request.POST else None)
    if filled.is_valid():
        try:
            change = change_many(
                queryset.model,
                keys,
                fields,
                title=str(title),
                by=request.user,
                perform=lambda: perform(keys, filled.cleaned_data),
            )
        except BulkRefused as refused:
            filled.add_error(None, str(refused))
        else:
            messages.success(request, told(change))
            return None
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "lead": lead,
        "form": filled,
        "keys": keys,
        "names": [str(row) for row in queryset.filter(pk__in=keys[:SHOWN])],
        "more": max(0, len(keys) - SHOWN),
        "action": request.POST["action"],
    }
    return TemplateResponse(request, "admin/members/confirm.html", context)


def told(change) -> str:
    if change is None:
        return _("They were so already: no row changed.")
    text = ngettext("%(count)s row changed.", "%(count)s rows changed.", change.rows) % {"count": change.rows}
    url = reverse("admin:members_bulkchange_undo", args=[change.pk])
    return format_html('{} <a class="underline" href="{}">{}</a>', text, url, _("Undo"))
