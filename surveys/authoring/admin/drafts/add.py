"""Adding a question or a check to a draft: the kind first, then the form of that kind."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from surveys.authoring.drafts import structure
from surveys.authoring.drafts.actions import change_draft
from surveys.authoring.drafts.forms.frame import CheckForm
from surveys.authoring.drafts.forms.question import QuestionForm, blank_question
from surveys.authoring.drafts.parts import PAGE, QUESTION, PartGone, earlier_questions, find
from surveys.authoring.drafts.rules import figures
from surveys.enums import VariableKind
from surveys.models import Variable

from .base import DraftPage
from .part import pages_of, sections_of

ABOUT = {
    VariableKind.SINGLE: gettext_lazy("One answer out of a list"),
    VariableKind.MULTIPLE: gettext_lazy("Several answers out of a list"),
    VariableKind.LIKERT: gettext_lazy("How much somebody agrees, in steps"),
    VariableKind.RANKING: gettext_lazy("A list put in order"),
    VariableKind.NUMBER: gettext_lazy("A whole number, such as people"),
    VariableKind.MONEY: gettext_lazy("An amount in euros"),
    VariableKind.PERCENTAGE: gettext_lazy("A share from 0 to 100"),
    VariableKind.DATE: gettext_lazy("A day"),
    VariableKind.TEXT: gettext_lazy("A few words"),
    VariableKind.LONG_TEXT: gettext_lazy("Some sentences"),
    VariableKind.GRID: gettext_lazy("A table of figures or choices, such as profiles by years"),
    VariableKind.SKILLS: gettext_lazy("A table of skills with level and urgency"),
    VariableKind.LIST: gettext_lazy("A list that each company makes itself, row by row"),
}


class AddQuestion(DraftPage):
    """Ask for the kind, then for the question itself."""

    title = gettext_lazy("Add a question")
    template_name = "admin/surveys/questionnaireversion/part.html"

    @cached_property
    def page(self) -> str:
        try:
            find(self.version.definition, PAGE, self.kwargs["page"])
        except PartGone as error:
            raise Http404 from error
        return self.kwargs["page"]

    @property
    def kind(self) -> str:
        kind = self.request.GET.get("kind", "")
        return kind if kind in ABOUT else ""

    def get_template_names(self) -> list[str]:
        folder = "admin/surveys/questionnaireversion"
        return [f"{folder}/part.html" if self.kind else f"{folder}/kinds.html"]

    def get_context_data(self, **kwargs) -> dict:
        if self.kind:
            kwargs.setdefault("form", self.form())
        kinds = [(kind.value, kind.label, about) for kind, about in ABOUT.items()]
        address = reverse(
            "admin:surveys_questionnaireversion_draft_preview_new", args=[self.version.pk, self.page]
        )
        kwargs |= {"kinds": kinds, "page": self.page, "kind": "question", "is_new": True, "goes_on": True}
        return super().get_context_data(preview=f"{address}?kind={self.kind}", **kwargs)

    def form(self, data=None) -> QuestionForm:
        definition = self.version.definition
        page = find(definition, PAGE, self.page).part
        form = QuestionForm(
            blank_question(self.kind),
            data,
            earlier=earlier_questions(definition, PAGE, self.page) + page.get("questions", []),
            taken=structure.all_codes(definition),
            plays_back=bool(page.get("recap")),
        )
        form.fields["variable"].required = False
        form.fields["variable"].help_text = _("Leave it empty to have it made from the question.")
        if structure.asks_nothing(page):  # there is only one place for it then
            return form
        words = {"page": dict(pages_of(definition)).get(self.page, "")}
        form.fields["where"] = forms.ChoiceField(
            label=_("On which page"),
            choices=[
                ("own", _("On a page of its own, after “%(page)s”") % words),
                ("with", _("On the same page, “%(page)s”") % words),
            ],
            widget=UnfoldAdminSelectWidget(),
        )
        return form

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.kind:
            raise Http404
        data = request.POST.copy()
        if not data.get("variable"):
            words = data.get("label_en") or data.get("label_es") or self.kind
            data["variable"] = structure.new_code(words, self.codes_taken())
        form = self.form(data)
        if not form.is_valid():
            # The code is made anew from the words as they will be.
            data["variable"] = request.POST.get("variable", "")
            return self.render_to_response(self.get_context_data(form=form), status=422)
        question = form.read()
        own_page = form.cleaned_data.get("where") == "own"
        where = {"after": self.page} if own_page else {"page": self.page}
        stands: list[str] = []

        def add(draft: dict) -> None:
            structure.add_question(draft, question, **where)
            stands.append(page_of(draft, question["variable"]))

        change_draft(self.version, add, by=request.user)
        messages.success(request, _("The question is in the draft."))
        if "another" in request.POST:
            return redirect("admin:surveys_questionnaireversion_draft_add", self.version.pk, stands[0])
        return self.to_outline(f"question-{question['variable']}")

    def codes_taken(self) -> set[str]:
        """A code of another kind in any questionnaire cannot be used again."""
        others = Variable.objects.exclude(kind=self.kind).values_list("code", flat=True)
        return structure.all_codes(self.version.definition) | set(others)


def page_of(definition: dict, variable: str) -> str:
    """Return what the page of a question is called in addresses."""
    place = find(definition, QUESTION, variable)
    return f"{place.section['code']}/{place.page['code']}"


class AddCheck(DraftPage):
    title = gettext_lazy("Add a check")
    template_name = "admin/surveys/questionnaireversion/part.html"

    def get_context_data(self, **kwargs) -> dict:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(kind="check", is_new=True, **kwargs)

    def form(self, data=None) -> CheckForm:
        definition = self.version.definition
        about = {"sections": sections_of(definition), "figures": figures(definition)}
        blank = {"code": "", "severity": "soft"}
        form = CheckForm(blank, data, taken=structure.all_codes(definition), **about)
        form.fields["code"].required = False
        form.fields["code"].help_text = _("Leave it empty to have it made from the words.")
        return form

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        data = request.POST.copy()
        if not data.get("code"):
            words = data.get("message_en") or data.get("message_es") or "check"
            data["code"] = structure.new_code(words, structure.all_codes(self.version.definition))
        form = self.form(data)
        if not form.is_valid():
            data["code"] = request.POST.get("code", "")
            return self.render_to_response(self.get_context_data(form=form), status=422)
        check = form.read()
        change_draft(
            self.version, lambda draft: draft.setdefault("checks", []).append(check), by=request.user
        )
        messages.success(request, _("The check is in the draft."))
        return self.to_outline(f"check-{check['code']}")
