"""The forms with which a provider proposes what its offers should say."""

import json
from copy import copy

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skills.models import Skill
from training.enums import Audience
from training.models import Edition, Offer
from training.provenance import clean_value, plain_text

from .values import (
    OWN_FIELDS,
    RUN_FIELDS,
    SKILLS,
    Seals,
    Values,
    edition_key,
    label_of,
    of_edition,
    plain,
    run_values,
    seal,
)

LONGEST = 6_000
ADDRESS_ERRORS = {"invalid": _("Write the whole address of the page, as in https://www.example.org/course.")}
DAYS = (
    "start_date",
    "end_date",
    "application_start_date",
    "application_deadline",
    "places_told_on",
)
LINES = {"description_es": 6, "description_en": 6, "learning_outcomes_es": 4, "learning_outcomes_en": 4}
TEXTS = [name for name in OWN_FIELDS if Offer._meta.get_field(name).get_internal_type() == "TextField"]


class Sealed(forms.ModelForm):
    """A form that says what was public, and what was proposed, when its page was made."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, instance, public: Values, version: int | None, **kwargs) -> None:
        # A copy: what is typed must not appear in the heading of the page.
        super().__init__(*args, instance=copy(instance), **kwargs)
        seals = {key: seal(public.get(key, "")) for key in self.keys}
        self.initial |= {"seen": json.dumps(seals), "version": version}
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def keys(self) -> list[str]:
        raise NotImplementedError

    def clean_seen(self) -> Seals:
        try:
            seals = json.loads(self.cleaned_data["seen"])
        except (ValueError, RecursionError):
            return {}
        return seals if isinstance(seals, dict) else {}

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str) and name != "seen":
                cleaned[name] = plain_text(value)
        return cleaned


class OfferProposal(Sealed):
    """An offer as its provider would have it."""

    audience = forms.MultipleChoiceField(
        label=_("Who may enrol"),
        choices=Audience,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave all empty while it is not known."),
    )
    skills = forms.ModelMultipleChoiceField(
        Skill.objects.all(),
        to_field_name="code",
        label=_("Skills it teaches"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    url = forms.URLField(
        label=_("Enrolment or information page"),
        max_length=400,
        required=False,
        assume_scheme="https",
        error_messages=ADDRESS_ERRORS,
    )
    note = forms.CharField(
        label=_("For the cluster (optional)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What helps to check it: where it is announced, what has changed and why."),
    )

    class Meta:
        model = Offer
        fields = OWN_FIELDS
        widgets = {name: forms.Textarea(attrs={"rows": LINES.get(name, 3)}) for name in TEXTS}

    def __init__(self, *args, public: Values, proposed: Values, note: str = "", **kwargs) -> None:
        super().__init__(*args, public=public, **kwargs)
        now = public | proposed
        self.initial |= {name: now.get(name, "") for name in self.keys} | {"note": note}
        if not public and "kind" not in proposed:
            self.initial["kind"] = Offer._meta.get_field("kind").get_default()
        for name in OWN_FIELDS:
            label = label_of(name)
            self.fields[name].label = label[:1].upper() + label[1:]
            if name in TEXTS:
                self.fields[name].max_length = LONGEST
                self.fields[name].widget.attrs["maxlength"] = LONGEST
        self.fields["name_es"].required = True
        self.helper.layout = self.sections()

    keys = [*OWN_FIELDS, SKILLS]

    def sections(self) -> Layout:
        return Layout(
            "seen",
            "version",
            Fieldset(_("What it is"), "name_es", "name_en", "kind", "course_code", "url"),
            Fieldset(
                _("Texts"),
                "abstract_es",
                "abstract_en",
                "description_es",
                "description_en",
                "learning_outcomes_es",
                "learning_outcomes_en",
                "prerequisites_es",
                "prerequisites_en",
                "syllabus_es",
                "syllabus_en",
                "required_equipment_es",
                "required_equipment_en",
                "assessment_es",
                "assessment_en",
                "accessibility_es",
                "accessibility_en",
            ),
            Fieldset(
                _("Facts"),
                Div("audience", css_class="account-columns"),
                "course_mode",
                "municipality",
                "price_category",
                "price",
                "funded_by",
                "learning_hours",
                "in_language",
                "level",
                "eqf_level",
            ),
            Fieldset(
                _("Credential"), "credential_type", "credential_es", "credential_en", "credential_price"
            ),
            Fieldset(
                _("Regulated title"),
                "regulation_type",
                "regulation_ref",
                "boe_id",
                "professional_family",
                "certificate_code",
            ),
            Fieldset(_("What it teaches"), Div("skills", css_class="account-columns")),
            "note",
        )

    @property
    def typed(self) -> Values:
        """What was typed, ready to be compared and kept."""
        skills = [skill.code for skill in self.cleaned_data["skills"]]
        return {name: plain(self.cleaned_data[name]) for name in OWN_FIELDS} | {SKILLS: plain(skills)}


class EditionProposal(Sealed):
    """One edition as its provider would have it; ``key`` is its number or ``new<n>``."""

    enrol_url = forms.URLField(
        label=_("Enrolment page"),
        max_length=400,
        required=False,
        assume_scheme="https",
        error_messages=ADDRESS_ERRORS,
    )

    class Meta:
        model = Edition
        fields = RUN_FIELDS
        widgets = {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in DAYS}

    def __init__(self, *args, key: str, public: Values, proposed: Values, **kwargs) -> None:
        self.key = key
        super().__init__(*args, public=public, **kwargs)
        now = of_edition(run_values(self.instance, key) | proposed, key)
        self.initial |= {name: clean_value(self.instance, name, now[name]) for name in RUN_FIELDS}
        for name in RUN_FIELDS:
            label = label_of(edition_key(key, name))
            self.fields[name].label = label[:1].upper() + label[1:]
        self.helper.layout = Layout(
            "seen",
            "version",
            Fieldset(
                _("Dates"),
                "application_start_date",
                "application_deadline",
                "start_date",
                "end_date",
                css_class="account-grid",
            ),
            Fieldset(
                _("Places and enrolment"),
                "event_status",
                "enrol_url",
                "places",
                "places_left",
                "waiting_list",
                "places_told_on",
                css_class="account-grid",
            ),
            Fieldset(
                _("Where and how, if otherwise than the offer says"),
                "course_mode",
                "municipality",
                "in_language",
                "price_category",
                "price",
                "funded_by",
                css_class="account-grid",
            ),
            Fieldset(_("Name of this edition (optional)"), "name_es", "name_en"),
        )

    @property
    def keys(self) -> list[str]:
        return [edition_key(self.key, name) for name in RUN_FIELDS]

    @property
    def typed(self) -> Values:
        values = {edition_key(self.key, name): plain(self.cleaned_data[name]) for name in RUN_FIELDS}
        changed = set(self.changed_data)
        told = [self.cleaned_data[name] for name in ("places_left", "waiting_list") if name in changed]
        if "places_told_on" not in changed and any(number is not None for number in told):
            # Said today; a date from before is not that of the new numbers, nor is the day it is approved.
            values[edition_key(self.key, "places_told_on")] = plain(timezone.localdate())
        return values
