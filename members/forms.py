"""Forms of the register: dates as people say them, identifiers in their normal form."""

from datetime import date, timedelta

from django import forms
from django.contrib.postgres.forms import DateRangeField, RangeWidget, SimpleArrayField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget

from members.enums import Audience, DirectoryField
from members.models import (
    OVERLAP,
    Activity,
    Agreement,
    BodyPost,
    Identifier,
    Membership,
    Organisation,
    Post,
)
from members.periods import overlaps
from members.validators import normalise_cnae, normalise_identifier


def last_day(period: DateRange) -> date | None:
    """Return the last day that a stored period includes; None while it lasts."""
    return period.upper - timedelta(days=1) if period.upper else None


class PeriodWidget(RangeWidget):
    """Two date inputs, first day and last day, each with its own name for screen readers."""

    template_name = "unfold/widgets/split_datetime_vertical.html"

    def __init__(self, attrs: dict | None = None) -> None:
        self.labels = {"date_label": _("First day"), "time_label": _("Last day")}
        forms.MultiWidget.__init__(
            self,
            [UnfoldAdminSingleDateWidget({"aria-label": label}) for label in self.labels.values()],
            attrs,
        )

    def get_context(self, name: str, value, attrs: dict | None) -> dict:
        return super().get_context(name, value, attrs) | self.labels


class PeriodField(DateRangeField):
    """A date range whose last day is included, as people write it; the database keeps the day after."""

    widget = PeriodWidget

    def __init__(self, **kwargs) -> None:
        kwargs["widget"] = PeriodWidget()
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, DateRange):
            value = DateRange(value.lower, last_day(value))
        return super().prepare_value(value)

    def compress(self, values: list[date | None]) -> DateRange | None:
        period = super().compress(values)
        if period is None or (period.lower is None and period.upper is None):
            return None
        upper = period.upper + timedelta(days=1) if period.upper else None
        return DateRange(period.lower, upper)

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class MembershipForm(forms.ModelForm):
    period = PeriodField(
        label=_("Period"),
        required=True,
        help_text=_("First and last day as a member. Leave the last day empty while the membership lasts."),
    )

    class Meta:
        model = Membership
        fields = ["organisation", "category", "number", "period", "join_reason", "end_reason", "note"]

    def clean(self) -> dict:
        cleaned = super().clean()
        period = cleaned.get("period")
        if cleaned.get("end_reason") and period and period.upper is None:
            self.add_error("end_reason", _("Give the last day, or leave the reason for leaving empty."))
        return cleaned


class MembershipFormSet(forms.BaseInlineFormSet):
    """Rows of one organisation, checked against each other: the database only knows the saved ones."""

    def clean(self) -> None:
        super().clean()
        periods: list[DateRange] = []
        for form in self.forms:
            period = form.cleaned_data.get("period") if hasattr(form, "cleaned_data") else None
            if not period or form.cleaned_data.get("DELETE"):
                continue
            if any(overlaps(period, other) for other in periods):
                form.add_error("period", OVERLAP)
            periods.append(period)


class PostForm(forms.ModelForm):
    period = PeriodField(label=_("Period"), required=False, help_text=_("Leave empty what is not known."))

    class Meta:
        model = Post
        fields = ["person", "organisation", "role", "period"]


class IdentifierForm(forms.ModelForm):
    """An identifier; brings the value to its normal form so that two spellings are seen as one."""

    class Meta:
        model = Identifier
        fields = ["scheme", "value"]

    def clean_value(self) -> str:
        # ``scheme`` stands before ``value``, so it is clean by now or had its own error.
        return normalise_identifier(self.cleaned_data.get("scheme", ""), self.cleaned_data["value"])


class ActivityForm(forms.ModelForm):
    # Wider than the column, so that 62.01 may be typed as it is printed.
    code = forms.CharField(
        label=_("Code"),
        max_length=10,
        help_text=_("Two to four digits, such as 62.01."),
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = Activity
        fields = ["classification", "code", "is_principal"]

    def clean_code(self) -> str:
        return normalise_cnae(self.cleaned_data["code"])


class BodyPostForm(forms.ModelForm):
    period = PeriodField(label=_("Period"), required=True)

    class Meta:
        model = BodyPost
        fields = ["body", "person", "organisation", "role", "period"]


class AgreementForm(forms.ModelForm):
    period = PeriodField(
        label=_("Period"),
        required=True,
        help_text=_("First and last day in force. Leave the last day empty if it has none."),
    )

    class Meta:
        model = Agreement
        fields = ["period"]  # the admin names the others


def audience_field(field: DirectoryField) -> forms.ChoiceField:
    usual = format_lazy(_("As usual ({audience})"), audience=field.default_audience.label)
    return forms.ChoiceField(
        label=field.label,
        choices=[("", usual), *Audience.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )


# One choice for each field of the directory: who may read it.
AudienceForm = type(
    "AudienceForm", (forms.Form,), {f"audience_{field}": audience_field(field) for field in DirectoryField}
)


class OrganisationForm(forms.ModelForm, AudienceForm):
    other_names = SimpleArrayField(
        forms.CharField(max_length=200),
        label=_("Other names"),
        delimiter=";",
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=Organisation._meta.get_field("other_names").help_text,
    )

    class Meta:
        model = Organisation
        fields = ["other_names"]  # the admin names the others

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in DirectoryField:
            self.initial.setdefault(f"audience_{field}", self.instance.visibility.get(field, ""))

    def clean_other_names(self) -> list[str]:
        return [name for name in map(str.strip, self.cleaned_data["other_names"] or []) if name]

    def clean(self) -> dict:
        cleaned = super().clean()
        for field in DirectoryField:
            if f"audience_{field}" in cleaned:
                self.instance.visibility.pop(field, None)
                if level := cleaned[f"audience_{field}"]:
                    self.instance.visibility[str(field)] = level
        return cleaned
