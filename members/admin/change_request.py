"""What organisations ask to change of their identity, for the manager to approve or turn down."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget

from members.enums import ChangeState
from members.models import ChangeRequest, Identifier
from members.selfservice.actions import ChangeRefused, approve_change, reject_change
from members.selfservice.identity import differences, identity_of

STATE_TONES = {"pending": "warning", "approved": "success", "rejected": "danger"}


class ChangeDecisionForm(forms.ModelForm):
    """Approve, or refuse with a reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("", _("Not yet")), ("approve", _("Make the change")), ("reject", _("Refuse"))],
        widget=UnfoldAdminRadioSelectWidget,
        required=False,
    )
    why = forms.CharField(
        label=_("Reason, if you refuse"),
        max_length=1000,
        widget=UnfoldAdminTextareaWidget,
        help_text=_("The person gets it by e-mail."),
        required=False,
    )

    class Meta:
        model = ChangeRequest
        fields = []

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("decision") and self.instance.state != ChangeState.PENDING:
            raise ValidationError(_("This request was decided meanwhile."))
        if cleaned.get("decision") == "reject" and not cleaned.get("why", "").strip():
            self.add_error("why", _("Write a reason: the person will read it."))
        return cleaned


@admin.register(ChangeRequest)
class ChangeRequestAdmin(ModelAdmin):
    empty_help = _("When a company asks to change its name or tax number, the request waits here.")
    list_display = ["organisation", "fields_changed", "requested_by", "requested_at", "state_label"]
    list_filter = [("state", ChoicesDropdownFilter)]
    list_filter_submit = True
    list_select_related = ["organisation", "requested_by"]
    search_fields = [
        "organisation__legal_name__unaccent__icontains",
        "organisation__trade_name__unaccent__icontains",
    ]
    search_help_text = _("Part of an organisation's name.")
    asked = ["organisation", "diff", "note", "requested_by", "requested_at"]
    outcome = ["state", "reason", "decided_by", "decided_at"]
    readonly_fields = [*asked, *outcome]

    class Media:
        css = {"all": ["css/pages/register_admin.css"]}

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def may_decide(self, request, obj) -> bool:
        return obj.state == ChangeState.PENDING and self.has_change_permission(request, obj)

    def get_form(self, request, obj=None, **kwargs):
        if obj is None or not self.may_decide(request, obj):
            return super().get_form(request, obj, **kwargs)
        return super().get_form(request, obj, **(kwargs | {"form": ChangeDecisionForm}))

    def get_fieldsets(self, request, obj=None):
        asked = (
            _("What would change"),
            {
                "fields": self.asked,
                "description": _(
                    "Compare with a deed or a public register before you approve: rates and receipts count "
                    "by these data. Whoever asked gets an e-mail with the decision."
                ),
            },
        )
        open_to_me = obj is not None and self.may_decide(request, obj)
        return [asked, (_("Decision"), {"fields": ["decision", "why"] if open_to_me else self.outcome})]

    def save_model(self, request, obj, form, change) -> None:
        """Decide; what the register says is the action's to write, not the form's."""
        decision = form.cleaned_data.get("decision")
        try:
            if decision == "approve":
                decided = approve_change(obj, by=request.user)
                request.not_done = decided.state == ChangeState.OUTDATED and _(
                    "The record changed after this request, so nothing was done: the request is outdated."
                )
            elif decision == "reject":
                reject_change(obj, reason=form.cleaned_data["why"], by=request.user)
        except ChangeRefused as refusal:
            request.not_done = str(refusal)

    def response_change(self, request, obj):
        if not_done := getattr(request, "not_done", ""):
            messages.error(request, not_done)
            return redirect(request.path)
        return super().response_change(request, obj)

    @display(description=_("what would change"))
    def fields_changed(self, asked):
        return ", ".join(row.label for row in differences(asked.old, asked.new) if row.is_change)

    @display(description=_("state"), label=STATE_TONES)
    def state_label(self, asked):
        return asked.state, asked.get_state_display()

    @display(description=_("changes"))
    def diff(self, asked):
        context = {"rows": differences(asked.old, asked.new), "warnings": warnings_about(asked)}
        return render_to_string("admin/members/change_request/diff.html", context)


def warnings_about(asked: ChangeRequest) -> list[str]:
    """Say what stands in the way of a request that waits."""
    if asked.state != ChangeState.PENDING:
        return []
    found = []
    if identity_of(asked.organisation) != asked.old:
        found.append(_("The record changed after this request. If you approve, it is closed as outdated."))
    number = {"scheme": asked.new.get("scheme"), "value": asked.new.get("number")}
    holder = Identifier.objects.filter(**number).exclude(organisation=asked.organisation).first()
    if holder:
        found.append(_("%(organisation)s already has this number.") % {"organisation": holder.organisation})
    return found
