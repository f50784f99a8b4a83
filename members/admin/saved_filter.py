from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import display

from members.models import SavedFilter
from members.panel.saved_filters import address_of, clean_query, list_of, may_see


class SavedFilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ["name", "is_shared", "is_pinned"]


@admin.register(SavedFilter)
class SavedFilterAdmin(ModelAdmin):
    """One's own saved filters: renamed, shared, put on the overview, thrown away."""

    form = SavedFilterForm
    empty_help = gettext_lazy(
        "Filter or search any list, and save it by a name with the field above it; it appears here."
    )
    list_display = ["name", "leads_to", "is_shared", "is_pinned"]
    list_filter = ["is_shared", "is_pinned"]

    def get_urls(self):
        keep = self.admin_site.admin_view(require_POST(self.keep))
        return [path("keep/", keep, name="members_savedfilter_keep"), *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(owner=request.user)

    # Everybody of the team has filters of their own, whatever else they may do.

    def has_module_permission(self, request) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.is_staff and (obj is None or obj.owner_id == request.user.pk)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request) -> bool:
        return False

    def keep(self, request: HttpRequest) -> HttpResponse:
        """Save a list as it stands under a name; the same name again keeps the newer filters."""
        model = request.POST.get("model", "")
        if list_of(model) is None:
            raise Http404
        if not may_see(request, model):
            raise PermissionDenied
        query = clean_query(request.POST.get("query", ""))
        name = " ".join(request.POST.get("name", "").replace("\0", " ").split())
        saved = SavedFilter(owner=request.user, model=model, name=name, query=query)
        try:
            saved.clean_fields()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(address_of(model, query[:2000]))
        SavedFilter.objects.update_or_create(
            owner=request.user, model=model, name=name, defaults={"query": query}
        )
        messages.success(request, _("Saved as “%(name)s”.") % {"name": name})
        return redirect(address_of(model, query))

    @display(description=gettext_lazy("list"))
    def leads_to(self, saved: SavedFilter):
        page = list_of(saved.model)
        if page is None:
            return "–"
        url = address_of(saved.model, saved.query)
        return format_html('<a href="{}">{}</a>', url, str(page.opts.verbose_name_plural).capitalize())
