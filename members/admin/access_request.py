"""Requests for access, which the owners decide, or the managers where there are none."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RadioFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from members.accounts import actions
from members.accounts.actions import AccessRefused
from members.accounts.forms import ROLE_HELP
from members.enums import AccountRole, RequestState
from members.models import AccessRequest, OrganisationUser


class DecidedFilter(RadioFilter):
    title = _("state")
    parameter_name = "decided"

    def lookups(self, request, model_admin):
        return [("mine", _("For the managers to decide")), *RequestState.choices]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.pending().for_managers()
        return queryset.filter(state=self.value()) if self.value() in RequestState.values else queryset


class AccessDecisionForm(forms.ModelForm):
    """Decide a request: give access with a role, or refuse with a reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("", _("Not yet")), ("approve", _("Give access")), ("reject", _("Refuse"))],
        widget=UnfoldAdminRadioSelectWidget,
        required=False,
    )
    role = forms.ChoiceField(
        label=_("Role, if you give access"),
        choices=AccountRole,
        initial=AccountRole.OWNER,
        widget=UnfoldAdminSelectWidget,
        help_text=ROLE_HELP,
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
        model = AccessRequest
        fields = ["organisation"]

    def clean(self) -> dict:
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision and self.instance.state != RequestState.PENDING:
            raise ValidationError(_("This request was decided meanwhile."))
        if decision == "approve":
            organisation = cleaned.get("organisation")
            if organisation is None:
                self.add_error("organisation", _("Choose the organisation first."))
            elif organisation.accounts.filter(user__email=self.instance.email).exists():
                self.add_error(
                    "decision", _("%(email)s already has access.") % {"email": self.instance.email}
                )
            if not cleaned.get("role"):
                self.add_error("role", _("Choose a role."))
        if decision == "reject" and not cleaned.get("why", "").strip():
            self.add_error("why", _("Write a reason: the person will read it."))
        return cleaned


@admin.register(AccessRequest)
class AccessRequestAdmin(ModelAdmin):
    empty_help = _("When somebody asks for access to a company's account, the request waits here.")
    list_display = ["name", "email", "organisation", "organisation_text", "asked_at", "state_label", "whose"]
    list_filter = [DecidedFilter]
    list_filter_submit = True
    list_select_related = ["organisation"]
    search_fields = ["name__unaccent__icontains", "email", "organisation_text__unaccent__icontains"]
    search_help_text = _("Part of a name, an address or an organisation.")
    autocomplete_fields = ["organisation"]
    asked = ["name", "email", "organisation_text", "message", "asked_at"]
    outcome = ["state", "reason", "decided_by", "decided_at"]

    def get_queryset(self, request):
        owners = OrganisationUser.objects.owners().filter(organisation=OuterRef("organisation"))
        return super().get_queryset(request).annotate(has_owner=Exists(owners))

    def get_form(self, request, obj=None, **kwargs):
        if not self.has_change_permission(request, obj):
            return super().get_form(request, obj, **kwargs)
        return super().get_form(request, obj, **(kwargs | {"form": AccessDecisionForm}))

    def get_readonly_fields(self, request, obj=None):
        decided = obj is not None and obj.state != RequestState.PENDING
        return [*self.asked, *self.outcome, *(["organisation"] if decided else [])]

    def get_fieldsets(self, request, obj=None):
        question = (
            _("What the person wrote"),
            {
                "fields": self.asked,
                "description": _(
                    "Nothing of this is proved. Give access only to somebody you know, or ring the company. "
                    "Giving access sends an invitation to the address."
                ),
            },
        )
        if obj is None or obj.state != RequestState.PENDING or not self.has_change_permission(request, obj):
            return [question, (_("Decision"), {"fields": ["organisation", *self.outcome]})]
        return [question, (_("Decision"), {"fields": ["organisation", "decision", "role", "why"]})]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        decision = form.cleaned_data.get("decision")
        try:
            if decision == "approve":
                actions.approve_request(obj, role=form.cleaned_data["role"], by=request.user)
            elif decision == "reject":
                actions.reject_request(obj, reason=form.cleaned_data["why"], by=request.user)
        except AccessRefused as refusal:
            messages.error(request, str(refusal))

    @display(
        description=_("state"), label={"pending": "warning", "approved": "success", "rejected": "danger"}
    )
    def state_label(self, wish):
        return wish.state, wish.get_state_display()

    @display(description=_("who decides"))
    def whose(self, wish):
        if wish.state != RequestState.PENDING:
            return wish.decided_by or "–"
        return _("Its owners") if wish.has_owner else _("The managers")
