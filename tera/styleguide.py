"""What the style guide shows in its components: plainly invented specimens."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

TOKENS = {
    _("Surfaces and ink"): [
        "surface-page",
        "surface-raised",
        "surface-sunken",
        "surface-strong",
        "ink",
        "ink-soft",
        "line",
        "line-strong",
    ],
    _("Brand and accent"): [
        "brand",
        "brand-hover",
        "brand-soft",
        "brand-ink",
        "accent",
        "accent-soft",
        "accent-ink",
    ],
    _("Tones"): [
        "success",
        "success-soft",
        "warning",
        "warning-soft",
        "danger",
        "danger-soft",
        "demo",
        "demo-soft",
    ],
    _("Series of charts"): ["series-1", "series-2", "series-3", "series-4"],
}
TONES = {
    "badge": ["neutral", "brand", "success", "warning", "danger", "demo"],
    "alert": ["info", "success", "warning", "danger"],
    "card": ["muted", "brand", "accent", "success", "warning", "danger", "demo"],
}
TYPE_SCALE = ["4xl", "3xl", "2xl", "xl", "lg", "md", "sm", "xs"]
ICONS = [
    "info",
    "success",
    "warning",
    "danger",
    "demo",
    "menu",
    "close",
    "arrow-right",
    "arrow-left",
    "globe",
    "search",
    "download",
    "external",
    "calendar",
    "place",
    "clock",
    "people",
    "chart",
    "book",
    "flag",
    "lock",
    "mail",
]
COLUMNS = [
    {"label": _("Profile"), "numeric": False},
    {"label": _("Companies"), "numeric": True},
    {"label": _("Share"), "numeric": True},
    {"label": _("Planned hires"), "numeric": True},
]
ROWS = [
    [_("Programmer with AI"), 21, "62 %", 58],
    [_("Programmer with cybersecurity"), 17, "50 %", 41],
    [_("Business analyst"), 12, "35 %", 19],
    [_("Project manager"), 9, "26 %", 12],
]


class SpecimenForm(forms.Form):
    """One field of each kind; the e-mail address is wrong so that the guide shows an error."""

    name = forms.CharField(label=_("Name of the company"), help_text=_("As it stands in the register."))
    email = forms.EmailField(label=_("E-mail address"))
    size = forms.ChoiceField(
        label=_("Number of workers"), choices=[("", "—"), ("s", "1–9"), ("m", "10–25"), ("l", "26–99")]
    )
    market = forms.ChoiceField(
        label=_("Main market"),
        choices=[("es", _("Spain")), ("eu", _("European Union"))],
        widget=forms.RadioSelect,
    )
    channels = forms.MultipleChoiceField(
        label=_("Where your staff train"),
        choices=[("uni", _("University")), ("online", _("Online courses"))],
        widget=forms.CheckboxSelectMultiple,
    )
    comments = forms.CharField(label=_("Comments"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True


def specimens() -> dict:
    typed = {
        "name": "Nimbo Ejemplo S.L.",
        "email": "nimbo@",
        "size": "m",
        "market": "es",
        "channels": ["uni"],
    }
    return {
        "tokens": TOKENS,
        "tones": TONES,
        "type_scale": TYPE_SCALE,
        "icons": ICONS,
        "columns": COLUMNS,
        "rows": ROWS,
        "page": Paginator(range(120), 10).page(4),
        "chips": [
            {"label": _("Online"), "remove_url": "?"},
            {"label": _("Cybersecurity"), "remove_url": "?"},
        ],
        "form": SpecimenForm(typed),
    }
