"""The draft's list of sections, pages, questions and checks, with the buttons that rearrange it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.authoring.drafts import structure
from surveys.authoring.drafts.actions import change_draft
from surveys.authoring.drafts.outline import outline_of
from surveys.authoring.drafts.parts import PAGE, PartGone, find

from .base import NOTES, DraftPage


class DraftOutline(DraftPage):
    """List what the draft asks, and rearrange it."""

    title = gettext_lazy("Edit the questionnaire")
    template_name = "admin/surveys/questionnaireversion/draft.html"

    def get_context_data(self, **kwargs) -> dict:
        came_in = str(self.version.pk) in self.request.session.get(NOTES, {})
        outline = outline_of(self.version.definition)
        return super().get_context_data(outline=outline, came_in=came_in, **kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        kind, name = request.POST.get("kind", ""), request.POST.get("name", "")
        change = CHANGES.get(request.POST.get("do", ""))
        if change is None:
            return self.to_outline()
        try:
            said: list = []
            change_draft(self.version, lambda draft: said.append(change(draft, kind, name)), by=request.user)
        except PartGone:
            messages.warning(request, _("That was taken out or renamed meanwhile; this is the list now."))
            return self.to_outline()
        text, anchor = said[0]
        if text:
            messages.success(request, text)
        return self.to_outline(anchor)


def moved(step: int):
    def change(draft: dict, kind: str, name: str) -> tuple[str, str]:
        structure.move(draft, kind, name, step)
        return "", f"{kind}-{name}"

    return change


def duplicated(draft: dict, kind: str, name: str) -> tuple[str, str]:
    twin = structure.duplicate(draft, name)
    return _("A copy stands below it, with a code of its own."), f"question-{twin}"


def removed(draft: dict, kind: str, name: str) -> tuple[str, str]:
    structure.remove(draft, kind, name)
    return _("Taken out of the draft. What was answered to it in earlier editions stays."), ""


def section_added(draft: dict, kind: str, name: str) -> tuple[str, str]:
    code = structure.new_code("section", structure.all_codes(draft))
    section = {"code": code, "title": dict(structure.NEW_SECTION), "pages": []}
    draft.setdefault("sections", []).append(section)
    return "", f"section-{code}"


def page_added(draft: dict, kind: str, name: str) -> tuple[str, str]:
    """Put an empty page at the end of a section, or after a page."""
    code = structure.new_code("page", structure.codes_of_pages(draft))
    page = {"code": code, "title": dict(structure.NEW_PAGE), "questions": []}
    place = find(draft, kind, name)
    if kind == PAGE:
        place.holder.insert(place.index + 1, page)
    else:
        place.part.setdefault("pages", []).append(page)
    section = place.section if kind == PAGE else place.part
    return "", f"page-{section['code']}/{code}"


CHANGES = {
    "up": moved(-1),
    "down": moved(1),
    "duplicate": duplicated,
    "remove": removed,
    "add-section": section_added,
    "add-page": page_added,
}
