"""The forms with which an organisation looks after its own data."""

import json
from copy import copy

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from members.enums import Audience, DirectoryField, IdentifierScheme, OrganisationKind
from members.models import Organisation
from members.models.organisation import SOLE_TRADER_SECRETS
from members.validators import normalise_identifier

from .free import AUDIENCE, FIELDS, plain, seal, seals_of
from .identity import LABELS, Identity, identity_of


def audience_field(field: DirectoryField) -> forms.ChoiceField:
    usual = format_lazy(_("As usual ({audience})"), audience=field.default_audience.label)
    choices = [("", usual), *Audience.choices]
    return forms.ChoiceField(label=field.label, choices=choices, required=False)


class DataForm(forms.ModelForm):
    """The free fields; ``seen`` says what they were when the page was made."""

    other_names = SimpleArrayField(
        forms.CharField(max_length=200),
        label=_("Other names"),
        delimiter=";",
        required=False,
        help_text=Organisation._meta.get_field("other_names").help_text,
    )
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organisation
        fields = FIELDS
        labels = {
            "description_es": _("Description in Spanish"),
            "description_en": _("Description in English"),
        }
        widgets = {
            "description_es": forms.Textarea(attrs={"rows": 5}),
            "description_en": forms.Textarea(attrs={"rows": 5}),
            "technologies": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, instance: Organisation, **kwargs) -> None:
        # A copy: what is typed must not appear in the heading of the page.
        super().__init__(*args, instance=copy(instance), **kwargs)
        for field in self.audiences_offered(instance):
            self.fields[f"{AUDIENCE}{field}"] = audience_field(field)
            self.initial[f"{AUDIENCE}{field}"] = instance.visibility.get(field, "")
        self.initial["seen"] = json.dumps(seals_of(instance, self.free_names))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self.sections()

    def audiences_offered(self, organisation: Organisation) -> list[DirectoryField]:
        """Leave out what the register never shows of a sole trader, whatever is chosen."""
        secrets = SOLE_TRADER_SECRETS if organisation.kind == OrganisationKind.SELF_EMPLOYED else ()
        return [field for field in DirectoryField if field not in secrets]

    def sections(self) -> Layout:
        audiences = [name for name in self.fields if name.startswith(AUDIENCE)]
        return Layout(
            "seen",
            Fieldset(_("Names"), "trade_name", "other_names"),
            Fieldset(_("Contact"), "website", "contact_email", "contact_phone", "municipality"),
            Fieldset(_("What it does"), "description_es", "description_en"),
            Div("technologies", css_class="account-columns"),
            Fieldset(_("Who may read each field"), *audiences, css_class="account-grid"),
        )

    @property
    def free_names(self) -> list[str]:
        return [name for name in self.fields if name != "seen"]

    def clean_other_names(self) -> list[str]:
        return [name for name in map(str.strip, self.cleaned_data["other_names"] or []) if name]

    def clean_seen(self) -> dict[str, str]:
        try:
            seals = json.loads(self.cleaned_data["seen"])
        except (ValueError, RecursionError):
            return {}
        return seals if isinstance(seals, dict) else {}

    @property
    def typed(self) -> dict[str, object]:
        """What was typed, ready to be compared and saved."""
        return {
            name: self.cleaned_data[name] if name == "other_names" else plain(self.cleaned_data[name])
            for name in self.free_names
        }

    def untouched(self, name: str) -> bool:
        return self.cleaned_data["seen"].get(name) == seal(self.typed[name])

    def rebased(self, organisation: Organisation, moved: list[str]) -> "DataForm":
        """Return the form over the values that somebody else saved: what was typed here stays typed."""
        fresh = type(self)(instance=organisation)
        data = self.data.copy()
        data["seen"] = fresh["seen"].value()
        for name in filter(self.untouched, moved):
            value = fresh[name].value()
            data.setlist(name, [str(one) for one in value] if isinstance(value, list) else [value or ""])
        return type(self)(data, instance=organisation)


class IdentityForm(forms.Form):
    """Propose another identity; a number is checked as in the register."""

    legal_name = forms.CharField(label=LABELS["legal_name"], max_length=200)
    kind = forms.ChoiceField(label=LABELS["kind"], choices=OrganisationKind)
    scheme = forms.ChoiceField(
        label=LABELS["scheme"], choices=IdentifierScheme, initial=IdentifierScheme.NIF, required=False
    )
    number = forms.CharField(label=LABELS["number"], max_length=40, required=False)
    note = forms.CharField(
        label=_("Explanation (optional)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What helps the cluster to check it: the date of the deed, the register."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, organisation: Organisation, **kwargs) -> None:
        self.current = identity_of(organisation)
        initial = {name: value for name, value in self.current.items() if value}
        super().__init__(*args, initial=initial | {"seen": seal(self.current)}, **kwargs)

    def clean(self) -> dict:
        cleaned = super().clean()
        if number := cleaned.get("number"):
            try:
                scheme = cleaned.get("scheme") or IdentifierScheme.NIF
                cleaned |= {"scheme": scheme, "number": normalise_identifier(scheme, number)}
            except ValidationError as error:
                self.add_error("number", error)
        elif self.current["number"] and "number" not in self.errors:
            self.add_error("number", _("Write the number; it can be replaced, not left out."))
        if not self.errors and self.proposed == self.current:
            self.add_error(None, _("Nothing is different from what the register says."))
        return cleaned

    @property
    def proposed(self) -> Identity:
        new = {name: self.cleaned_data[name] for name in LABELS}
        return new if new["number"] else new | {"scheme": ""}

    def seen_anew(self, organisation: Organisation) -> "IdentityForm":
        """Return the same words over what the register says now."""
        data = self.data.copy()
        data["seen"] = seal(identity_of(organisation))
        return type(self)(data, organisation=organisation)
