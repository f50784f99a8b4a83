"""The panel's side of provenance: what a manager writes is noted and locked, and can be released."""

from django.contrib import messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.decorators import action, display

from training.enums import ValueOrigin
from training.models import Edition, FieldOrigin, Offer
from training.provenance import EDITION_FIELDS, NOTHING, OFFER_FIELDS, note_origins


class FieldOriginInline(TabularInline):
    model = FieldOrigin
    extra = 0
    tab = True
    hide_title = True
    can_delete = False
    verbose_name_plural = _("origins of values")
    readonly_fields = ["show_field", "edition", "origin", "detail", "at", "by"]
    fields = [*readonly_fields, "locked"]

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("offer", "edition__offer", "by")

    @display(description=_("field"))
    def show_field(self, row):
        return (Edition if row.edition_id else Offer)._meta.get_field(row.field).verbose_name


class NotesOrigins:
    """Notes of every value saved in the panel that it came from there."""

    def get_inlines(self, request, obj):
        inlines = super().get_inlines(request, obj)
        return [*inlines, FieldOriginInline] if obj else inlines

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        written = [name for name in form.changed_data if name in OFFER_FIELDS]
        note_origins(obj, written, ValueOrigin.PANEL, by=request.user)

    def save_formset(self, request, form, formset, change) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is not Edition:
            return
        for edition, names in formset.changed_objects:
            written = [name for name in names if name in EDITION_FIELDS]
            note_origins(edition, written, ValueOrigin.PANEL, by=request.user)
        for edition in formset.new_objects:
            written = [name for name in EDITION_FIELDS if getattr(edition, name) not in NOTHING]
            note_origins(edition, written, ValueOrigin.PANEL, by=request.user)

    @action(description=_("Let imports and harvests change them again"), permissions=["change"])
    def release(self, request, queryset):
        freed = FieldOrigin.objects.filter(offer__in=queryset).release()
        text = ngettext("%(count)s field released.", "%(count)s fields released.", freed)
        messages.success(request, text % {"count": freed})
