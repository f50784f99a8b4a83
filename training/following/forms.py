from django import forms
from django.utils.translation import gettext_lazy as _

from training.enums import Frequency


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("How often"), choices=Frequency, widget=forms.RadioSelect, initial=Frequency.WEEKLY
    )


class FollowForm(FrequencyForm):
    """Ask for an address, unless somebody is signed in: then it is theirs."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["email", "frequency"]

    def __init__(self, *args, address: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if address:
            del self.fields["email"]


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
