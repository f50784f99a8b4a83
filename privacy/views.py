from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from .audited import audited_models
from .models import Event
from .reading import author_of, entries_of, model_of, origin_of


def object_history(request: HttpRequest, app: str, model: str, object_id: str) -> HttpResponse:
    """Show what happened to one record, newest first, in place of Django's own page of its log."""
    found = model_of(f"{app}.{model}")
    model_admin = admin.site._registry.get(found)
    if model_admin is None:
        raise Http404
    if found not in audited_models():
        return model_admin.history_view(request, object_id)
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    events = Event.objects.filter(model=found._meta.label_lower, object_id=object_id)
    page = Paginator(events.select_related("user"), 50).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    rows = [
        {"entry": entry, "author": author_of(entry.event), "origin": origin_of(entry.event)}
        for entry in entries_of(page.object_list)
    ]
    context = admin.site.each_context(request) | {
        "title": _("History of %(name)s") % {"name": rows[0]["entry"].name},
        "opts": found._meta,
        "page": page,
        "rows": rows,
        "object_id": object_id,
        "exists": model_admin.get_object(request, object_id) is not None,
    }
    return TemplateResponse(request, "admin/privacy/history.html", context)
