"""Requests about personal data: the register, the person's file to hand over, and the erasure."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from privacy.enums import RequestState
from privacy.erasure import ErasureRefused, erase_person, refusals
from privacy.export import bundle_of
from privacy.models import DataSubjectRequest
from privacy.personal_data import rows_of
from privacy.subject import subject_of
from privacy.sweep import places_of

TONES = {RequestState.OPEN: "warning", RequestState.DONE: "success", RequestState.REFUSED: "info"}


@admin.register(DataSubjectRequest)
class DataSubjectRequestAdmin(ModelAdmin):
    empty_help = _(
        "Write down each request to see, correct or erase personal data; the law gives a month to answer."
    )
    list_display = ["reference", "kind", "received_on", "due_on", "badge", "person", "handled_by"]
    list_filter = [("state", ChoicesDropdownFilter), ("kind", ChoicesDropdownFilter)]
    list_select_related = ["person", "handled_by"]
    search_fields = ["reference", "name__unaccent__icontains", "email"]
    search_help_text = _("Part of a reference, a name or an address.")
    autocomplete_fields = ["person"]
    readonly_fields = ["reference", "due_on", "closed_on", "handled_by"]
    actions = None
    actions_detail = ["download", "erase"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "received_on", "due_on"),
                    "person",
                    ("name", "email"),
                    "identity_checked",
                    "extension_reason",
                ],
                "description": _(
                    "Whoever asks about their own data is answered within a month. Choose the person of the "
                    "register; their data can then be downloaded to hand over, or erased, with the buttons "
                    "above."
                ),
            },
        ),
        (_("Answer"), {"fields": ["state", "outcome", ("closed_on", "handled_by"), "reference"]}),
    ]

    def save_model(self, request, obj, form, change):
        if obj.state != RequestState.OPEN:
            obj.handled_by = request.user
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @display(description=_("state"), ordering="state", label=TONES)
    def badge(self, data_request):
        return data_request.state, data_request.get_state_display()

    @action(
        description=_("Download their data"), url_path="download", icon="download", permissions=["change"]
    )
    def download(self, request: HttpRequest, object_id: int) -> HttpResponse:
        data_request = self.get_data_request(request, object_id)
        if data_request.person is None:
            messages.error(request, _("This request names no person of the register."))
            return redirect("admin:privacy_datasubjectrequest_change", object_id)
        file = bundle_of(subject_of(data_request.person, pseudonym=data_request.reference))
        return HttpResponse(
            file,
            content_type="application/zip",
            headers={
                "Content-Disposition": f'attachment; filename="{data_request.reference}.zip"',
                "Cache-Control": "no-store",
            },
        )

    @action(description=_("Erase…"), url_path="erase", icon="person_off", permissions=["change"])
    def erase(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show where the person stands and what keeps them; a POST erases."""
        data_request = self.get_data_request(request, object_id)
        back = redirect("admin:privacy_datasubjectrequest_change", object_id)
        if request.method == "POST":
            try:
                erase_person(data_request, by=request.user)
            except ErasureRefused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("The person is erased; their rows stay under the reference."))
            return back
        subject = subject_of(data_request.person, pseudonym=data_request.reference)
        counts = [
            (entry.model._meta.verbose_name_plural, rows.count())
            for entry, rows in rows_of(subject.person, subject.user, subject.addresses)
        ]
        context = self.admin_site.each_context(request) | {
            "title": _("Erase a person"),
            "opts": self.opts,
            "data_request": data_request,
            "subject": subject,
            "refusals": refusals(subject),
            "counts": [(name, count) for name, count in counts if count],
            "places": places_of(subject.terms),
        }
        return TemplateResponse(request, "admin/privacy/erase.html", context)

    def get_data_request(self, request: HttpRequest, object_id: int) -> DataSubjectRequest:
        data_request = get_object_or_404(
            DataSubjectRequest.objects.select_related("person__user"), pk=object_id
        )
        if not self.has_change_permission(request, data_request):
            raise PermissionDenied
        return data_request
