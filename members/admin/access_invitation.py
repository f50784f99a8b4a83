"""Invitations to look after an organisation: who was asked, who came, who is still to come."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RadioFilter
from unfold.decorators import display

from members.accounts import actions
from members.accounts.forms import ROLE_HELP
from members.enums import AccountRole
from members.models import AccessInvitation, User

from .bulk import ask


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
    empty_help = _("Invite the contact person of a company or of a provider; the invitation is sent by mail.")
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
