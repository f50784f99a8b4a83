"""Who changed what: the list of all activity, and the page of one change."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from pghistory.models import Events
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RangeDateTimeFilter
from unfold.decorators import display

from privacy.audited import audited_models
from privacy.enums import Operation
from privacy.models import Event
from privacy.reading import author_of, entries_of, origin_of

if admin.site.is_registered(Events):
    # The library's own list, which is empty: our trail is one table.
    admin.site.unregister(Events)

TONES = {Operation.INSERT: "success", Operation.UPDATE: "info", Operation.DELETE: "danger"}


class KindFilter(DropdownFilter):
    title = _("kind of record")
    parameter_name = "model"

    def lookups(self, request, model_admin):
        kinds = ((m._meta.label_lower, str(m._meta.verbose_name)) for m in audited_models())
        return sorted(kinds, key=lambda kind: kind[1])

    def queryset(self, request, queryset):
        return queryset.filter(model=self.value()) if self.value() else queryset


class AuthorFilter(DropdownFilter):
    title = _("who")
    parameter_name = "user"

    def lookups(self, request, model_admin):
        staff = Event.user.field.related_model.objects.filter(is_staff=True)
        return [(str(user.pk), str(user)) for user in staff]

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.filter(user=value) if value.isdigit() else queryset


class ActivityList(ChangeList):
    def get_results(self, request) -> None:
        super().get_results(request)
        for entry in entries_of(self.result_list):
            entry.event.entry = entry
        self.result_list = list(self.result_list)


@admin.register(Event)
class EventAdmin(ModelAdmin):
    empty_help = _("Each change that somebody makes to a record appears here, with who made it and when.")
    list_display = ["moment", "author", "badge", "record", "fields_changed", "origin"]
    list_filter = [
        AuthorFilter,
        KindFilter,
        ("operation", ChoicesDropdownFilter),
        ("at", RangeDateTimeFilter),
    ]
    list_filter_submit = True
    list_select_related = ["user"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["object_id__exact", "path", "command"]
    search_help_text = _("Number of a record, part of a page's address or of a command.")
    ordering = ["-id"]
    actions = None

    class Media:
        css = {"all": ["css/pages/privacy_admin.css"]}

    fields = readonly_fields = ["at", "author", "badge", "record", "differences", "origin"]

    def get_changelist(self, request, **kwargs):
        return ActivityList

    def get_object(self, request, object_id, from_field=None):
        event = super().get_object(request, object_id, from_field)
        if event:
            event.entry = entries_of([event])[0]
        return event

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @display(description=_("at"), ordering="at")
    def moment(self, event) -> str:
        return date_format(timezone.localtime(event.at), "SHORT_DATETIME_FORMAT")

    @display(description=_("who"))
    def author(self, event):
        return author_of(event)

    @display(description=_("what happened"), label=TONES)
    def badge(self, event):
        return event.operation, event.get_operation_display()

    @display(description=_("record"))
    def record(self, event):
        return f"{event.entry.kind}: {event.entry.name}"

    @display(description=_("fields"))
    def fields_changed(self, event):
        return event.entry.summary

    @display(description=_("from where"))
    def origin(self, event):
        return origin_of(event)

    @display(description=_("differences"))
    def differences(self, event):
        return render_to_string("admin/privacy/_differences.html", {"entry": event.entry})
