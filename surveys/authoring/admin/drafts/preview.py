"""A page of a draft as a company sees it, with what is being written and not kept yet."""

import copy

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, override
from django.views.decorators.clickjacking import xframe_options_sameorigin

from surveys.answering.entries import entries_of
from surveys.answering.forms import PageForm
from surveys.authoring.drafts import structure
from surveys.authoring.drafts.parts import CHECK, PAGE, QUESTION, TITLE, find, name_of_part, replaced
from surveys.instrument.definition import Definition, DefinitionError, Page, Section
from surveys.instrument.parser import parse_definition
from surveys.instrument.routing import Step

from .add import AddQuestion
from .part import PartPage, form_for

LANGUAGES = ("es", "en")


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewPart(PartPage):
    """Show the page that a part is on; POST shows it with what the form says, and keeps nothing."""

    template_name = "surveys/draft_preview.html"

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.get(request, **kwargs)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        asked = request.POST.get("preview_language") or request.GET.get("preview_language")
        language = asked if asked in LANGUAGES else (get_language() or "es")[:2]
        # The form is read in the panel's language; only what it makes is said in the other.
        context = self.shown()
        with override(language):
            return HttpResponse(render_to_string(self.template_name, context, request))

    def shown(self) -> dict:
        draft, place = copy.deepcopy(self.version.definition), self.place
        name = self.name
        if self.request.method == "POST":
            form = form_for(self.version, self.kind, place, self.request.POST)
            if not form.is_valid():
                return {"problem": True}
            new = form.read()
            there = find(draft, self.kind, name)
            if self.kind == TITLE:
                draft = replaced(draft, TITLE, new)
            else:
                there.holder[there.index] = replaced(there.part, self.kind, new)
                name = name_of_part(there, self.kind)
        return page_of(draft, self.kind, name)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewNew(AddQuestion):
    """Show a question that is not in the draft yet, on a page of its own."""

    template_name = "surveys/draft_preview.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        asked = request.POST.get("preview_language")
        language = asked if asked in LANGUAGES else (get_language() or "es")[:2]
        context = self.shown()
        with override(language):
            return HttpResponse(render_to_string(self.template_name, context, request))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.get(request, **kwargs)

    def shown(self) -> dict:
        if self.request.method != "POST":
            return {}
        data = self.request.POST.copy()
        data["variable"] = data.get("variable") or structure.new_code("preview", self.codes_taken())
        form = self.form(data)
        if not form.is_valid():
            return {"problem": True}
        draft, question = copy.deepcopy(self.version.definition), form.read()
        structure.add_question(draft, question, after=self.page)
        return page_of(draft, QUESTION, question["variable"])


def page_of(draft: dict, kind: str, name: str) -> dict:
    """Return what the preview shows of a part: its page's questions, without their conditions."""
    try:
        definition = parse_definition(draft)
    except DefinitionError as error:
        return {"problem": True, "detail": str(error)}
    found = next((held for held in definition.pages() if is_place_of(kind, name, *held)), None)
    if found is None:
        section = next((s for s in definition.sections if s.code == name), None)
        return {"section": section, "title": definition.title if kind in (TITLE, CHECK) else None}
    section, page = found
    return {"section": section, "page": page, "entries": entries_on(definition, section, page)}


def is_place_of(kind: str, name: str, section: Section, page: Page) -> bool:
    if kind == QUESTION:
        return any(question.variable == name for question in page.questions)
    return kind == PAGE and f"{section.code}/{page.code}" == name


def entries_on(definition: Definition, section: Section, page: Page) -> list:
    return entries_of(PageForm(Step(section, page, page.questions), definition, {}))
