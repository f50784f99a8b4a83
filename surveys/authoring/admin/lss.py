"""The panel's page that takes in a LimeSurvey structure, and says row by row what did not come along."""

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
from surveys.authoring.lss.reading import MOST_BYTES, LssRefused

from .drafts.base import DraftPage

NOTES = "lss_notes"
COLUMNS = [
    gettext_lazy("Question"),
    gettext_lazy("Type in LimeSurvey"),
    gettext_lazy("What became of it"),
    gettext_lazy("Why"),
    gettext_lazy("What to do instead"),
]


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
                request.session[NOTES] = {str(draft.pk): [note.cells for note in notes]}
                messages.success(request, _("%(version)s is a draft now.") % {"version": draft})
                return redirect("admin:surveys_questionnaireversion_taken_in", draft.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TakenIn(DraftPage):
    """Say what did not come along, until the next file is taken in or the session ends."""

    title = gettext_lazy("What came along, and what did not")
    template_name = "admin/surveys/questionnaireversion/taken_in.html"

    def get_context_data(self, **kwargs) -> dict:
        rows = self.request.session.get(NOTES, {}).get(str(self.version.pk), [])
        return super().get_context_data(columns=COLUMNS, rows=rows, **kwargs)
