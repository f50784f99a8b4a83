"""Who acts for an organisation: the tab on its page, and inviting the contacts of many."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from members.accounts import actions
from members.enums import AccountRole
from members.models import LAST_OWNER, OrganisationUser

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
