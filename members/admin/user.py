"""Accounts: people who sign in with their e-mail address, and what the cluster's team may do."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminSelectWidget

from members.accounts.sessions import end_sessions
from members.enums import PanelRole
from members.models import OrganisationUser, User
from members.roles import give_role, role_of

from .bulk import ask

# Roles come from members/roles.py, and what belongs to allauth is managed by each person.
for model in (Group, EmailAddress, Authenticator):
    admin.site.unregister(model)

ROLE_HELP = _(
    "Manager: everything. Editor: the register, the training and the plan, but neither accounts nor the "
    "running of the survey. Auditor: sees everything and changes nothing. Empty for people of companies."
)


class EmailUserCreationForm(UserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class EmailUserChangeForm(UserChangeForm):
    panel_role = forms.ChoiceField(
        label=_("Role in the admin panel"),
        choices=[("", _("None: may not enter it")), *PanelRole.choices],
        help_text=ROLE_HELP,
        widget=UnfoldAdminSelectWidget,
        required=False,
    )

    class Meta:
        model = User
        fields = "__all__"

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "panel_role" in self.fields:
            self.fields["panel_role"].initial = role_of(self.instance) or ""


class OrganisationInline(TabularInline):
    """Where this person acts; changed on the organisation's page, which knows its other owners."""

    model = OrganisationUser
    fields = readonly_fields = ["organisation", "role", "since"]
    verbose_name_plural = _("Organisations")
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


@admin.register(User)
class UserAdmin(BaseUserAdmin, ModelAdmin):
    form = EmailUserChangeForm
    add_form = EmailUserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["email", "name", "panel_role", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "name__unaccent__icontains"]
    search_help_text = _("Part of an address or a name.")
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()
    inlines = [OrganisationInline]
    actions = ["forget_second_factor", "sign_out"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (
            _("What they may do"),
            {
                "fields": ["is_active", "panel_role"],
                "description": _(
                    "An account of somebody who has left is made inactive, not deleted, so that what they "
                    "did keeps their name. A new colleague of the team gets a role here and chooses a "
                    "password with “No password yet, or forgotten?” on the sign-in page."
                ),
            },
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["email", "name", "usable_password", "password1", "password2"],
                "description": _(
                    "For colleagues of the cluster's team; people of companies are invited instead. The "
                    "address is the name to sign in with. Give the role on the next page."
                ),
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def has_change_permission(self, request, obj=None) -> bool:
        """A superuser's account is changed by superusers only, or a manager could become one."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def has_delete_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).delete()
        if "panel_role" in form.changed_data:
            role = form.cleaned_data["panel_role"]
            give_role(obj, PanelRole(role) if role else None)
        if not obj.is_active:
            end_sessions(obj)

    @display(description=_("panel"))
    def panel_role(self, user):
        role = role_of(user)
        return role.label if role else _("Everything") if user.is_superuser else "–"

    @admin.action(description=_("Lost phone: set up the second step anew"), permissions=["change"])
    def forget_second_factor(self, request, queryset):
        """Let people set up another second factor at their next sign-in, which still needs the password."""
        return ask(
            self,
            request,
            self.changeable(request, queryset),
            title=_("Lost phone: set up the second step anew"),
            lead=_("Do this only for somebody you have spoken to. Their app and passkeys stop working now."),
            form=forms.Form,
            perform=forget_factors,
        )

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out(self, request, queryset):
        return ask(
            self,
            request,
            self.changeable(request, queryset),
            title=_("Sign out everywhere"),
            lead=_("These people are signed out in every browser; they can sign in again."),
            form=forms.Form,
            perform=sign_out_all,
        )

    def changeable(self, request, queryset):
        return queryset if request.user.is_superuser else queryset.filter(is_superuser=False)


def forget_factors(keys: list[int], data: dict) -> int:
    Authenticator.objects.filter(user__in=keys).delete()
    return sign_out_all(keys, data)


def sign_out_all(keys: list[int], data: dict) -> int:
    for user in User.objects.filter(pk__in=keys):
        end_sessions(user)
    return len(keys)
