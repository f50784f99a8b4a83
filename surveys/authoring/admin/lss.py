"""The panel's page that takes in a LimeSurvey structure, and says row by row what did not come along."""

from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin
from unfold.widgets import UnfoldAdminFileFieldWidget

from surveys.authoring.lss.actions import import_lss
from surveys.authoring.lss.convert import Note
from surveys.authoring.lss.reading import MOST_BYTES, LssRefused
from surveys.models import QuestionnaireVersion

from .drafts.base import NOTES, DraftPage


class LssForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Survey structure of LimeSurvey (.lss)"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=gettext_lazy("A file that ends in .lss. Answers do not come along, only what is asked."),
    )

    def clean_file(self) -> bytes:
        return self.cleaned_data["file"].read(MOST_BYTES + 1)


class ImportLss(UnfoldModelAdminViewMixin, TemplateView):
    """Take in a file as a draft."""

    title = gettext_lazy("Take in a survey of LimeSurvey")
    permission_required = "surveys.add_questionnaireversion"
    template_name = "admin/surveys/questionnaireversion/import_lss.html"

    def get_context_data(self, **kwargs) -> dict:
        kwargs.setdefault("form", LssForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = LssForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                draft, notes = import_lss(form.cleaned_data["file"], by=request.user)
            except LssRefused as refused:
                form.add_error("file", str(refused))
            else:
                request.session[NOTES] = {str(draft.pk): report_of(draft, notes)}
                messages.success(request, _("%(version)s is a draft now.") % {"version": draft})
                return redirect("admin:surveys_questionnaireversion_taken_in", draft.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TakenIn(DraftPage):
    """Say what did not come along, until the next file is taken in or the session ends."""

    title = gettext_lazy("What came along, and what did not")
    template_name = "admin/surveys/questionnaireversion/taken_in.html"

    def get_context_data(self, **kwargs) -> dict:
        report = self.request.session.get(NOTES, {}).get(str(self.version.pk), {})
        return super().get_context_data(report=report, **kwargs)


def report_of(draft: QuestionnaireVersion, notes: list[Note]) -> dict:
    """Return how many questions came along and how, with the notes on the others; fit for a session."""
    taken = sum(len(p["questions"]) for section in draft.definition["sections"] for p in section["pages"])
    changed = {note.question for note in notes if note.question and not note.lost}
    told = [asdict(note) for note in notes]
    return {
        "taken": taken,
        "changed": len(changed),
        "lost": [note for note in told if note["lost"]],
        "notes": [note for note in told if not note["lost"]],
    }
