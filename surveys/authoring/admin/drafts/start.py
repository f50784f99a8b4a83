"""Beginning a draft: from what is published, or from the questionnaire that comes with the application."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from surveys.authoring.drafts.actions import start_draft
from surveys.authoring.drafts.structure import empty_questionnaire
from surveys.instrument.shipped import read_shipped
from surveys.models import Questionnaire, QuestionnaireVersion

SHIPPED, EMPTY = "shipped", "empty"


class StartForm(forms.Form):
    source = forms.ChoiceField(label=gettext_lazy("Begin with"), widget=UnfoldAdminRadioSelectWidget())
    title_es = forms.CharField(
        label=gettext_lazy("What it is called (Spanish)"),
        max_length=160,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"lang": "es"}),
    )
    title_en = forms.CharField(
        label=gettext_lazy("What it is called (English)"),
        max_length=160,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"lang": "en"}),
    )

    def __init__(self, versions: list[QuestionnaireVersion], data=None):
        super().__init__(data)
        self.versions = {str(version.pk): version for version in versions}
        choices = [
            (key, _("%(version)s, as published") % {"version": version})
            for key, version in self.versions.items()
        ]
        choices.append((SHIPPED, _("The questionnaire that comes with the application")))
        choices.append((EMPTY, _("Nothing: an empty questionnaire")))
        self.fields["source"].choices = choices
        self.fields["source"].initial = choices[0][0]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("source") == EMPTY:
            for name in ("title_es", "title_en"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Write what the new questionnaire is called."))
        return cleaned


class StartDraft(UnfoldModelAdminViewMixin, TemplateView):
    """Choose what to begin with; the draft is a version that nobody is asked yet."""

    title = gettext_lazy("Start a draft")
    permission_required = "surveys.add_questionnaireversion"
    template_name = "admin/surveys/questionnaireversion/start.html"

    def get_context_data(self, **kwargs) -> dict:
        kwargs.setdefault("form", StartForm(newest_versions()))
        drafts = QuestionnaireVersion.objects.exclude(pk__in=QuestionnaireVersion.objects.published())
        drafts = drafts.select_related("questionnaire", "edited_by").defer("definition")
        return super().get_context_data(drafts=drafts.order_by("-edited_at", "-pk")[:10], **kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = StartForm(newest_versions(), request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        draft = start_draft(*beginning(form), by=request.user)
        messages.success(request, _("%(version)s is a draft now.") % {"version": draft})
        return redirect("admin:surveys_questionnaireversion_draft", draft.pk)


def beginning(form: StartForm) -> tuple[Questionnaire, dict]:
    """Return the questionnaire that was chosen and the definition to begin with."""
    chosen = form.cleaned_data["source"]
    if version := form.versions.get(chosen):
        return version.questionnaire, version.definition
    if chosen == EMPTY:
        title = {language: form.cleaned_data[f"title_{language}"] for language in ("es", "en")}
        definition = empty_questionnaire(title, taken=Questionnaire.objects.values_list("code", flat=True))
    else:
        definition = read_shipped()
    titles = {f"title_{language}": text for language, text in definition["title"].items()}
    questionnaire, _made = Questionnaire.objects.get_or_create(code=definition["code"], defaults=titles)
    return questionnaire, definition


def newest_versions() -> list[QuestionnaireVersion]:
    """Return the newest published version of each questionnaire."""
    versions = QuestionnaireVersion.objects.published().select_related("questionnaire")
    return list(versions.order_by("questionnaire_id", "-number").distinct("questionnaire_id"))
