"""The panel's pages that take a questionnaire in from a file and give it out."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from unfold.views import UnfoldModelAdminViewMixin
from unfold.widgets import UnfoldAdminFileFieldWidget

from surveys.instrument.ddi import codebook_of
from surveys.instrument.definition import DefinitionError
from surveys.instrument.exchange import MOST_BYTES, FileRefused, as_file, file_name, import_questionnaire
from surveys.instrument.parser import parse_definition
from surveys.models import QuestionnaireVersion


class QuestionnaireFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Questionnaire as a JSON file"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=gettext_lazy(
            "The file that “Download as JSON” gives on the page of a version, here or in another "
            "installation; up to 1 MB."
        ),
    )

    def clean_file(self) -> bytes:
        return self.cleaned_data["file"].read(MOST_BYTES + 1)


class ImportQuestionnaire(UnfoldModelAdminViewMixin, TemplateView):
    """Take in a file as a draft, and name what is to be put right before it is published."""

    title = gettext_lazy("Take in a questionnaire")
    permission_required = "surveys.add_questionnaireversion"
    template_name = "admin/surveys/questionnaireversion/import.html"

    def get_context_data(self, **kwargs) -> dict:
        kwargs.setdefault("form", QuestionnaireFileForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = QuestionnaireFileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                draft, _problems = import_questionnaire(form.cleaned_data["file"])
            except FileRefused as refused:
                form.add_error("file", str(refused))
            else:
                return self.taken_in(draft)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def taken_in(self, draft: QuestionnaireVersion) -> HttpResponse:
        """Lead to the draft's list, which says beside each part what is to be put right."""
        messages.success(self.request, _("%(version)s is a draft now.") % {"version": draft})
        return redirect("admin:surveys_questionnaireversion_draft", draft.pk)


class DownloadCodebook(UnfoldModelAdminViewMixin, View):
    title = gettext_lazy("Questionnaire as a DDI codebook")
    permission_required = "surveys.view_questionnaireversion"

    def get(self, request: HttpRequest, object_id: int) -> HttpResponse:
        versions = QuestionnaireVersion.objects.select_related("questionnaire")
        version = get_object_or_404(versions, pk=object_id)
        try:
            definition = parse_definition(version.definition)
        except DefinitionError as error:
            messages.error(request, _("There is no codebook of it yet: %(problem)s.") % {"problem": error})
            return redirect("admin:surveys_questionnaireversion_change", version.pk)
        headers = {"Content-Disposition": f'attachment; filename="{file_name(version, "xml")}"'}
        codebook = codebook_of(definition, version.definition, number=version.number)
        return HttpResponse(codebook, content_type="application/xml", headers=headers)


class DownloadQuestionnaire(UnfoldModelAdminViewMixin, View):
    title = gettext_lazy("Questionnaire as a JSON file")
    permission_required = "surveys.view_questionnaireversion"

    def get(self, request: HttpRequest, object_id: int) -> HttpResponse:
        versions = QuestionnaireVersion.objects.select_related("questionnaire")
        version = get_object_or_404(versions, pk=object_id)
        headers = {"Content-Disposition": f'attachment; filename="{file_name(version)}"'}
        return HttpResponse(as_file(version), content_type="application/json", headers=headers)
