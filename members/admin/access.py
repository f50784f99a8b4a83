"""Who acts for which organisation: invitations, requests, and the tab on an organisation's page."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RadioFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from members.accounts import actions
from members.accounts.actions import AccessRefused
from members.accounts.forms import ROLE_HELP
from members.enums import AccountRole, RequestState
from members.models import LAST_OWNER, AccessInvitation, AccessRequest, OrganisationUser, User

from .bulk import ask


class OrganisationUserFormSet(forms.BaseInlineFormSet):
    """The accounts of one organisation; the database refuses the loss of the last owner, this says it."""

    def clean(self) -> None:
        super().clean()
        left = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        had_owner = any(account.role == AccountRole.OWNER for account in self.get_queryset())
        if had_owner and not any(form.cleaned_data.get("role") == AccountRole.OWNER for form in left):
            raise ValidationError(LAST_OWNER)


class OrganisationUserInline(TabularInline):
    """The usual way in is an invitation; here the manager corrects and, when people leave, re-assigns."""

    model = OrganisationUser
    formset = OrganisationUserFormSet
    fields = ["user", "role"]
    autocomplete_fields = ["user"]
    verbose_name_plural = _("People with access")
    extra = 0
    tab = True
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "organisation")


class InvitationStateFilter(RadioFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("waiting", _("Waiting")),
            ("unsent", _("Not sent")),
            ("expired", _("Expired")),
            ("accepted", _("Accepted")),
            ("revoked", _("Taken back")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        states = {
            "waiting": queryset.usable(now).filter(sent_at__isnull=False),
            "unsent": queryset.usable(now).filter(sent_at__isnull=True),
            "expired": queryset.open().filter(expires_at__lte=now),
            "accepted": queryset.filter(accepted_at__isnull=False),
            "revoked": queryset.filter(revoked_at__isnull=False),
        }
        return states.get(self.value(), queryset)


@admin.register(AccessInvitation)
class AccessInvitationAdmin(ModelAdmin):
    list_display = ["email", "organisation", "role", "invited_by", "created_at", "state"]
    list_filter = [InvitationStateFilter, ("role", ChoicesDropdownFilter)]
    list_filter_submit = True
    list_select_related = ["organisation", "invited_by"]
    search_fields = [
        "email",
        "organisation__legal_name__unaccent__icontains",
        "organisation__trade_name__unaccent__icontains",
    ]
    search_help_text = _("Part of an address or of an organisation's name.")
    autocomplete_fields = ["organisation"]
    actions = ["send_again", "take_back"]
    fieldsets = [
        (
            None,
            {
                "fields": ["organisation", "email", "name", "role", "language"],
                "description": _(
                    "The person gets an e-mail with a link and presses a button; after that they sign in "
                    "with a code by e-mail. It also works for somebody who has an account already. "
                    "Give every organisation at least one owner: owners invite their own colleagues."
                ),
            },
        )
    ]

    def has_change_permission(self, request, obj=None) -> bool:
        # An invitation that was sent is not edited: it is taken back, and another is sent.
        return super().has_change_permission(request, obj) and obj is None

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "role":
            field.initial, field.help_text = AccountRole.OWNER, ROLE_HELP
        return field

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **({"form": NewInvitationForm} | kwargs))

    def save_model(self, request, obj, form, change) -> None:
        made = actions.invite(
            obj.organisation,
            email=obj.email,
            name=obj.name,
            role=obj.role,
            language=obj.language,
            by=request.user,
        )
        obj.pk = made.pk

    @display(
        description=_("state"),
        label={"waiting": "info", "unsent": "danger", "expired": "warning", "accepted": "success"},
    )
    def state(self, invitation):
        if invitation.revoked_at:
            return "revoked", _("Taken back")
        if invitation.accepted_at:
            return "accepted", _("Accepted")
        if invitation.expires_at <= timezone.now():
            return "expired", _("Expired")
        return (
            ("waiting", _("Waiting")) if invitation.sent_at else ("unsent", invitation.error or _("Not sent"))
        )

    @admin.action(description=_("Send again"), permissions=["change"])
    def send_again(self, request, queryset):
        return ask(
            self,
            request,
            queryset.open(),
            title=_("Send again"),
            lead=_("Each gets a new link, good for 14 days; the earlier one stops working."),
            form=forms.Form,
            perform=resend_all,
        )

    @admin.action(description=_("Take back"), permissions=["change"])
    def take_back(self, request, queryset):
        return ask(
            self,
            request,
            queryset.open(),
            title=_("Take back"),
            lead=_("The links of these invitations stop working."),
            form=forms.Form,
            perform=revoke_all,
        )


def resend_all(keys: list[int], data: dict) -> int:
    for invitation in AccessInvitation.objects.open().filter(pk__in=keys):
        actions.resend_invitation(invitation)
    return len(keys)


def revoke_all(keys: list[int], data: dict) -> int:
    for invitation in AccessInvitation.objects.filter(pk__in=keys):
        actions.revoke_invitation(invitation)
    return len(keys)


class NewInvitationForm(forms.ModelForm):
    class Meta:
        model = AccessInvitation
        fields = ["organisation", "email", "name", "role", "language"]

    def clean(self) -> dict:
        cleaned = super().clean()
        organisation, email = cleaned.get("organisation"), cleaned.get("email")
        if organisation and email:
            cleaned["email"] = email = User.objects.normalize_email(email)
            if organisation.accounts.filter(user__email=email).exists():
                self.add_error("email", _("%(email)s already has access.") % {"email": email})
        return cleaned

    def validate_constraints(self) -> None:
        """Skip "already invited": the action takes the earlier invitation back."""


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


class InviteActions:
    """For the list of organisations: invite the contacts of those that nobody acts for yet."""

    @admin.action(description=_("Invite the contact of each"), permissions=["invite"])
    def invite_contacts(self, request, queryset):
        return ask(
            self,
            request,
            queryset,
            title=_("Invite the contact of each"),
            lead=_(
                "The survey contact of each organisation gets an invitation to look after it as owner. "
                "Those who have access already or are invited, and organisations without a contact with an "
                "e-mail address, are left out."
            ),
            form=forms.Form,
            perform=lambda keys, data: actions.invite_contacts(keys, by=request.user),
        )

    def has_invite_permission(self, request) -> bool:
        return request.user.has_perm("members.add_accessinvitation")
