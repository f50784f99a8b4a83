from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import Campaign, QuestionnaireVersion


class CampaignForm(forms.ModelForm):
    """Set up an edition; its questionnaire follows from the version."""

    class Meta:
        model = Campaign
        fields = ["version", "label", "edition", "reference_date", "opens_at", "due_at", "closes_at"]
        help_texts = {"version": _("Only published versions can be asked.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "version" in self.fields:
            published = QuestionnaireVersion.objects.published()
            self.fields["version"].queryset = published.select_related("questionnaire").defer("definition")
            # A version is written in its editor, not in a window beside this form.
            for way in ("add", "change", "delete", "view"):
                setattr(self.fields["version"].widget, f"can_{way}_related", False)
        if "label_es" in self.fields:
            self.fields["label_es"].help_text = _(
                "What companies read in the e-mails, such as “Survey of digital skills 2026”."
            )
        if "edition" in self.fields:
            self.fields["edition"].error_messages["invalid"] = _(
                "Use letters without accents, figures and hyphens, no spaces: such as 2026 or autumn-2026."
            )

    def _get_validation_exclusions(self) -> set[str]:
        # The rule that two editions never overlap needs these two, which are no fields here.
        return super()._get_validation_exclusions() - {"questionnaire", "closed_at"}

    def _post_clean(self) -> None:
        if version := self.cleaned_data.get("version"):
            self.instance.questionnaire = version.questionnaire
        super()._post_clean()
