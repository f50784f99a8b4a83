"""The buttons of a list: add a row, remove one, say of the last edition's whether they still stand."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.answering.actions import add_row, remove_row, take_over_row
from surveys.answering.errors import AlreadySubmitted, ListFull, NoSuchRow, SurveyClosed
from surveys.answering.forms import PageForm
from surveys.answering.rows import words_of
from surveys.answering.sitting import Sitting, for_respondent, while_open

REFUSALS = (NoSuchRow, ListFull, SurveyClosed, AlreadySubmitted)


def pressed(request: HttpRequest) -> tuple[str, str, str]:
    """Return what a list's button asks for: the deed, the list and the row."""
    deed, variable, row = (*request.POST.get("then", "").split(":"), "", "")[:3]
    return deed, variable, row


def removes_what_is_wrong(request: HttpRequest, form: PageForm) -> bool:
    deed, _variable, row = pressed(request)
    return deed == "remove" and form.envelope_is_whole and bool(row) and form.errs_only_in(row)


def after_rows(request: HttpRequest, sitting: Sitting, form: PageForm) -> HttpResponse | None:
    """Do what a list's button asks, once its page is saved; None where none was pressed."""
    deed, variable, row = pressed(request)
    lists = {question.variable for question in form.step.questions if question.is_list}
    if deed not in ("add", "remove", "take", "end") or variable not in lists:
        return None
    page, request_id = address(sitting, variable), form.cleaned_data["request_id"]
    try:
        if deed == "add":
            item = add_row(sitting.response, variable, request_id=request_id)
            return redirect(f"{page}#row-{item.key}")
        key = UUID(row)
        if deed == "remove":
            return redirect("surveys:row-remove", sitting.response.pk, variable, key)
        if deed == "take":
            take_over_row(sitting.response, variable, key, request_id=request_id, actor=sitting.actor)
            return redirect(f"{page}#row-{key}")
        remove_row(sitting.response, variable, key, actor=sitting.actor)
    except (*REFUSALS, ValueError) as error:
        messages.error(request, str(error) if isinstance(error, REFUSALS) else str(NoSuchRow()))
    return redirect(f"{page}#question-{variable}")


@for_respondent
@while_open
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, sitting: Sitting, variable: str, row: UUID) -> HttpResponse:
    """Ask once more before a row is removed; a row that somebody else removed meanwhile is gone already."""
    step = sitting.path.step_of(variable)
    question = next((q for q in step.questions if q.variable == variable), None) if step else None
    if question is None or not question.is_list:
        raise Http404
    page = f"{address(sitting, variable)}#question-{variable}"
    mine = next((item for item in question.rows if item.code == str(row)), None)
    if mine is None:
        messages.info(request, _("That row has been removed already."))
        return redirect(page)
    if request.method == "POST":
        try:
            remove_row(sitting.response, variable, row, actor=sitting.actor)
            messages.success(request, _("“%(row)s” has been removed.") % {"row": mine.label})
        except REFUSALS as error:
            messages.error(request, str(error))
        return redirect(page)
    words = words_of(question, mine.code, sitting.path.cells)
    context = {"sitting": sitting, "question": question, "row": mine, "words": words, "page": page}
    return render(request, "surveys/row_remove.html", context)


def address(sitting: Sitting, variable: str) -> str:
    step = sitting.path.step_of(variable)
    return reverse("surveys:page", args=[sitting.response.pk, *step.codes])
