"""Forms of the account pages; those of allauth with our words and our rules on who may use which way in."""

from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.enums import AccountRole
from members.models import AccessRequest, User

ROLE_HELP = _(
    "Owner: everything, and decides who has access. Editor: changes the organisation's data and answers the "
    "survey. Viewer: reads. Survey respondent: only answers the survey."
)


def mail_field(label: str = _("Work e-mail"), **kwargs) -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    return forms.EmailField(label=label, max_length=254, widget=widget, **kwargs)


class PasswordForm(LoginForm):
    """Sign a manager in with the password."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class CodeRequestForm(RequestLoginCodeForm):
    """Send a code to the account with an address; a manager's is treated as an unknown one.

    A code alone must not open the admin panel, and the answer must not tell who is a manager.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = mail_field()

    def clean_email(self) -> str:
        email = super().clean_email().lower()
        if self._user and self._user.is_staff:
            self._user = None
        return email


class PasswordResetForm(ResetPasswordForm):
    """Send a link to choose a new password: to managers only, since nobody else has one."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = mail_field(_("E-mail"))

    def clean_email(self) -> str:
        email = super().clean_email()
        self.users = [user for user in self.users if user.is_staff]
        return email


class InvitationForm(forms.Form):
    email = mail_field()
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=AccountRole.choices, initial=AccountRole.EDITOR, help_text=ROLE_HELP
    )

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=AccountRole.choices)


class AskForm(forms.ModelForm):
    """Ask for access; says nothing of which organisations or people are known."""

    class Meta:
        model = AccessRequest
        fields = ["name", "email", "organisation_text", "message"]
        labels = {
            "name": _("Your name"),
            "email": _("Your work e-mail"),
            "organisation_text": _("Your organisation"),
            "message": _("Anything that helps to recognise you (optional)"),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "organisation_text": forms.TextInput(attrs={"autocomplete": "organization"}),
            "message": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])


class DecisionForm(forms.Form):
    """Approve with a role, or reject with a reason that the person reads."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Give access")), ("reject", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(
        label=_("Role, if you give access"),
        choices=AccountRole.choices,
        initial=AccountRole.VIEWER,
        help_text=ROLE_HELP,
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason, if you refuse"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person gets it by e-mail."),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("decision") == "reject" and not cleaned.get("reason", "").strip():
            self.add_error("reason", ValidationError(_("Write a reason: the person will read it.")))
        if cleaned.get("decision") == "approve" and not cleaned.get("role"):
            self.add_error("role", ValidationError(_("Choose a role.")))
        return cleaned


class EmailChangeForm(forms.Form):
    email = mail_field(_("New e-mail"))

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])
