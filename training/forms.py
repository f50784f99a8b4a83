from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from training.enums import Audience


class OfferForm(forms.ModelForm):
    """The manager's form for one offer: who may enrol is a row of boxes, not a list to type.

    The admin names the model and the fields.
    """

    audience = forms.TypedMultipleChoiceField(
        label=_("who may enrol"),
        choices=Audience,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Leave all empty while it is not known."),
    )
