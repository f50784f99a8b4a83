from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.views import UnfoldModelAdminViewMixin

from members.models import BulkChange
from members.panel.bulk_changes import UndoRefused, undo_change


class UndoChange(UnfoldModelAdminViewMixin, TemplateView):
    """Ask before a change of many rows is taken back; who may change the rows may."""

    title = gettext_lazy("Undo a change")
    permission_required = "members.view_bulkchange"
    template_name = "admin/members/undo.html"

    @cached_property
    def change(self) -> BulkChange:
        return get_object_or_404(BulkChange, pk=self.kwargs["object_id"])

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_undo(request.user, self.change):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        model = apps.get_model(self.change.model)
        keys = [key for key, _before, _after in self.change.content]
        names = [str(row) for row in model._base_manager.filter(pk__in=keys)[:20]]
        return super().get_context_data(
            change=self.change, names=names, more=max(0, self.change.rows - len(names)), **kwargs
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            undone = undo_change(self.change, by=request.user)
        except UndoRefused as refused:
            messages.error(request, str(refused))
        else:
            text = ngettext(
                "%(count)s row is as it was.", "%(count)s rows are as they were.", undone.restored
            )
            messages.success(request, text % {"count": undone.restored})
            if undone.moved_on:
                rest = _("Changed by somebody since, and left as they are: %(names)s.")
                messages.warning(request, rest % {"names": ", ".join(undone.moved_on)})
        return redirect(f"admin:{self.change.model.replace('.', '_')}_changelist")


def may_undo(user, change: BulkChange) -> bool:
    app, model = change.model.split(".")
    return user.has_perm(f"{app}.change_{model}")


@admin.register(BulkChange)
class BulkChangeAdmin(ModelAdmin):
    """What was done to many rows at once, and the way back."""

    empty_help = gettext_lazy("Changes that you make to many rows at once appear here, and can be undone.")
    list_display = ["title", "rows", "made_by", "made_at", "way_back"]
    list_select_related = ["made_by"]
    actions = None
    fields = readonly_fields = ["title", "rows", "made_by", "made_at", "undone_by", "undone_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")

    def get_urls(self):
        undo = self.admin_site.admin_view(UndoChange.as_view(model_admin=self))
        return [path("<int:object_id>/undo/", undo, name="members_bulkchange_undo"), *super().get_urls()]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @display(description=gettext_lazy("way back"))
    def way_back(self, change: BulkChange):
        if change.undone_at:
            return _("undone")
        url = reverse("admin:members_bulkchange_undo", args=[change.pk])
        return format_html('<a href="{}">{}</a>', url, _("Undo"))
