"""The page of one part of a draft: its form, what is wrong with it, and the preview beside it."""

import copy
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from surveys.authoring.drafts import structure
from surveys.authoring.drafts.actions import PartChanged, change_draft, write_part
from surveys.authoring.drafts.forms.frame import CheckForm, FrameForm, TitleForm
from surveys.authoring.drafts.forms.part import PartForm
from surveys.authoring.drafts.forms.question import QuestionForm
from surveys.authoring.drafts.linting import problems_by_part
from surveys.authoring.drafts.parts import (
    CHECK,
    PAGE,
    QUESTION,
    SECTION,
    TITLE,
    PartGone,
    Place,
    earlier_questions,
    find,
    label_of,
    name_of_part,
    own,
    places,
)
from surveys.authoring.drafts.rules import figures, figures_in
from surveys.instrument.hashing import hash_json
from surveys.models import QuestionnaireVersion, VersionVariable

from .base import DraftPage

TITLES = {
    QUESTION: gettext_lazy("Question"),
    PAGE: gettext_lazy("Page"),
    SECTION: gettext_lazy("Section of the questionnaire"),
    CHECK: gettext_lazy("Check"),
    TITLE: gettext_lazy("The questionnaire as a whole"),
}


@dataclass(frozen=True)
class Difference:
    """One field that somebody else wrote differently."""

    label: str
    theirs: str
    ours: str


def form_for(version: QuestionnaireVersion, kind: str, place: Place, data=None) -> PartForm:
    """Return the form of a part of a draft."""
    definition, part = version.definition, own(place.part, kind)
    taken = structure.all_codes(definition)
    if kind == TITLE:
        return TitleForm(part, data, sections=sections_of(definition))
    if kind == CHECK:
        about = {"sections": sections_of(definition), "figures": figures(definition)}
        return CheckForm(part, data, taken=taken, **about)
    name = name_of_part(place, kind)
    if kind == SECTION:
        return FrameForm(part, data, taken=taken)
    earlier = earlier_questions(definition, kind, name)
    if kind == PAGE:
        return FrameForm(part, data, earlier=earlier, taken=taken, figures=figures_in(earlier))
    return QuestionForm(
        part,
        data,
        earlier=earlier,
        on_this_page=place.page.get("questions", []),
        taken=taken,
        pages=pages_of(definition),
        page=f"{place.section.get('code')}/{place.page.get('code')}",
        plays_back=bool(place.page.get("recap")),
        is_new_variable=not was_published(version, name),
    )


def was_published(version: QuestionnaireVersion, variable: str) -> bool:
    asked = VersionVariable.objects.filter(version__questionnaire=version.questionnaire_id)
    return asked.filter(variable__code=variable).exists()


def sections_of(definition: dict) -> list[tuple[str, str]]:
    language = get_language() or "es"
    return [(p.part.get("code"), label_of(p.part, language)) for p in places(definition, SECTION)]


def pages_of(definition: dict) -> list[tuple[str, str]]:
    language = get_language() or "es"
    return [
        (name_of_part(p, PAGE), f"{label_of(p.section, language)} · {label_of(p.part, language)}")
        for p in places(definition, PAGE)
    ]


class PartPage(DraftPage):
    """Write one part; what somebody else wrote meanwhile is shown beside it, never overwritten unseen."""

    template_name = "admin/surveys/questionnaireversion/part.html"

    @property
    def kind(self) -> str:
        return self.kwargs["kind"]

    @property
    def name(self) -> str:
        return self.kwargs["name"]

    @property
    def title(self) -> str:
        return TITLES[self.kind]

    @cached_property
    def place(self) -> Place:
        if self.kind not in TITLES:
            raise Http404
        try:
            return find(self.version.definition, self.kind, self.name)
        except PartGone as error:
            raise Http404 from error

    def get_context_data(self, **kwargs) -> dict:
        kwargs.setdefault("form", form_for(self.version, self.kind, self.place))
        problems = problems_by_part(self.version.definition)
        address = "admin:surveys_questionnaireversion_draft_preview"
        kwargs |= {
            "kind": self.kind,
            "name": self.name,
            "problems": problems.get((self.kind, self.name), []),
            # A check has no page of its own: it speaks on the pages of its questions.
            "preview": self.kind != CHECK and reverse(address, args=[self.version.pk, self.kind, self.name]),
        }
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            form = form_for(
                self.version, self.kind, find(self.version.definition, self.kind, self.name), request.POST
            )
        except PartGone:
            return self.read_back()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        new = form.read()
        try:
            write_part(
                self.version,
                self.kind,
                self.name,
                new,
                base=form.cleaned_data["base"],
                by=request.user,
            )
        except PartChanged as changed:
            return self.show_both(form, changed)
        self.put_where_wanted(form, new)
        messages.success(request, _("Kept in the draft."))
        if "stay" in request.POST:
            return self.to_part(new)
        return self.to_outline(f"{self.kind}-{self.name_now(new)}")

    def read_back(self) -> HttpResponse:
        """Show what was written on a part that somebody took out meanwhile, to be taken along."""
        envelope = ("csrfmiddlewaretoken", "base", "preview_language")
        typed = [
            text
            for name, text in self.request.POST.items()
            if name not in envelope and not name.endswith("_FORMS") and text.strip()
        ]
        context = super().get_context_data(typed=typed)
        template = "admin/surveys/questionnaireversion/part_gone.html"
        return self.response_class(self.request, template, context, status=409)

    def name_now(self, new: dict) -> str:
        if self.kind == TITLE:
            return "title"
        if self.kind == PAGE:
            return f"{self.place.section.get('code')}/{new['code']}"
        return new["variable" if self.kind == QUESTION else "code"]

    def to_part(self, new: dict) -> HttpResponse:
        name = self.name_now(new)
        return redirect("admin:surveys_questionnaireversion_draft_part", self.version.pk, self.kind, name)

    def put_where_wanted(self, form: PartForm, new: dict) -> None:
        page = form.cleaned_data.get("on_page")
        if page and page != getattr(form, "page", page):
            variable = new["variable"]
            change_draft(
                self.version,
                lambda draft: structure.put_on_page(draft, variable, page),
                by=self.request.user,
            )

    def show_both(self, form: PartForm, changed: PartChanged) -> HttpResponse:
        theirs = copy.copy(self.place)
        theirs.holder[theirs.index] = {**self.place.part, **changed.part}
        base = form_for(self.version, self.kind, theirs)
        form.data = form.data.copy()
        form.data["base"] = hash_json(changed.part)
        context = self.get_context_data(form=form, changed=changed, differences=differences(base, form))
        return self.render_to_response(context, status=409)


def differences(theirs: PartForm, ours: PartForm) -> list[Difference]:
    """Return the fields that two people wrote differently."""
    found = []
    for name, field in ours.fields.items():
        if name == "base" or name not in theirs.fields:
            continue
        there, here = said(theirs[name].value()), said(ours[name].value())
        if there != here:
            found.append(Difference(str(field.label), there, here))
    for name, items in getattr(ours, "items", {}).items():
        there = [item.get("label", {}).get("es", "") for item in theirs.part.get(name, [])]
        here = [item["label"].get("es", "") for item in items.read(ours.part.get(name, []))]
        if there != here:
            found.append(Difference(TABLES[name], " · ".join(there), " · ".join(here)))
    return found


def said(value: object) -> str:
    return "" if value in (None, False) else str(value).strip()


TABLES = {
    "choices": gettext_lazy("Choices"),
    "rows": gettext_lazy("Rows"),
    "columns": gettext_lazy("Columns"),
    "recap": gettext_lazy("Totals played back"),
}
