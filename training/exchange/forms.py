from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """Choose a workbook or a CSV."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput({"accept": ".xlsx,.csv", "class": "register__file form-control"}),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )
