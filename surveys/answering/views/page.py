"""One page of questions, shown and saved."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.answering.actions import Saved
from surveys.answering.doubts import contradictions, explaining_form, keep_said
from surveys.answering.entries import entries_of
from surveys.answering.errors import VersionChanged
from surveys.answering.explaining import ExplainingForm
from surveys.answering.forms import DeclarationForm, PageForm
from surveys.answering.frames import page_markup
from surveys.answering.recaps import play_back
from surveys.answering.rows import offers_of, without_removed
from surveys.answering.saving import save_page
from surveys.answering.sitting import Sitting, for_respondent
from surveys.answering.stale import Typed, is_of_another_version
from surveys.instrument.routing import Step

from .leaving import say_goodbye
from .rows import after_rows, removes_what_is_wrong


@for_respondent
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, sitting: Sitting, section: str, page: str) -> HttpResponse:
    """Show one page of questions, or save it. Saving never sends: that has its own address."""
    if request.method == "POST" and is_of_another_version(request, sitting):
        return render_corrected(request, sitting, section, page)
    step = sitting.path.find(section, page)
    if step is None:
        return leave_path(request, sitting, section, page)
    if request.method != "POST":
        if not sitting.is_open:
            return redirect("surveys:start", sitting.response.pk)
        explaining = explaining_form(sitting, step)
        is_settled = not explaining and not contradictions(sitting, step)
        if is_settled and (markup := page_markup(request, sitting, step)):
            return HttpResponse(markup)
        return render_page(request, sitting, page_form(sitting, step, explaining=explaining))
    sent = without_removed(request.POST, sitting.response, sitting.definition, sitting.cells)
    form = page_form(sitting, step, sent.data, explaining_form(sitting, step, request.POST))
    form.is_valid()
    for text in sent.lost:
        form.add_error(None, text)
    try:
        if (form.is_valid() or removes_what_is_wrong(request, form)) and (saved := save_page(sitting, form)):
            return after_rows(request, sitting, form) or after_saving(request, sitting, step, saved)
    except VersionChanged:
        return render_corrected(request, sitting.moved(), section, page)
    return render_page(request, sitting, form)


def render_corrected(request: HttpRequest, sitting: Sitting, section: str, page: str) -> HttpResponse:
    """Show the page as the corrected questionnaire has it, with what was typed under the earlier one."""
    typed, left = Typed.of(request.POST, sitting, section, page), sitting.path.find(section, page)
    if left is None:
        context = {"sitting": sitting, "typed": typed.homeless(())}
        return render(request, "surveys/corrected.html", context, status=409)
    form = page_form(sitting, left, typed.completed(page_form(sitting, left)))
    form.is_valid()
    form.add_error(None, str(VersionChanged()))
    for question, text in typed.homeless(form.fields):
        words = {"question": question, "text": text}
        form.add_error(None, _("Not asked here any more: “%(question)s”. You wrote: %(text)s") % words)
    return render_page(request, sitting, form)


def page_form(sitting: Sitting, step: Step, data=None, explaining: ExplainingForm | None = None) -> PageForm:
    return PageForm(
        step,
        sitting.definition,
        sitting.cells,
        revision=sitting.response.revision,
        data=data,
        previous=sitting.seen_by(sitting.checks_about(step.questions, hard=True)),
        explaining=explaining,
    )


def render_page(
    request: HttpRequest, sitting: Sitting, form: PageForm, declaration: DeclarationForm | None = None
) -> HttpResponse:
    if declaration is None and sitting.definition.is_one_page:
        declaration = DeclarationForm(())
    back = way_back(request, sitting)
    form.offers = {
        question.variable: offers_of(sitting.response, question, sitting.last_edition.cells)
        for question in form.step.questions
        if question.is_list
    }
    context = {
        "sitting": sitting,
        "form": form,
        "step": form.step,
        "entries": entries_of(form, sitting.last_edition),
        "steps": sitting.path.within(form.step.section.code),
        "previous": sitting.path.before(form.step),
        "back": back,
        "back_to": reverse("surveys:page", args=[sitting.response.pk, *back.split("/")])
        if "/" in back
        else "",
        "played_back": play_back(sitting, form.step),
        "contradictions": contradictions(sitting, form.step),
        "declaration": declaration,
    }
    is_wrong = form.is_wrong or bool(declaration and declaration.errors)
    status = 200 if not is_wrong else 400 if form.has_strangers else 422
    return render(request, "surveys/page.html", context, status=status)


def way_back(request: HttpRequest, sitting: Sitting) -> str:
    """Return where somebody came from to change an answer: "check", or "section/page" on the path."""
    back = request.POST.get("back") or request.GET.get("back") or ""
    section, _slash, page = back.partition("/")
    return back if back == "check" or sitting.path.find(section, page) else ""


def leave_path(request: HttpRequest, sitting: Sitting, section: str, page: str) -> HttpResponse:
    """Explain that other answers closed this page; one that never existed is a 404."""
    if (section, page) not in {(s.code, p.code) for s, p in sitting.definition.pages()}:
        raise Http404
    messages.info(request, _("Your other answers make that question unnecessary."))
    return redirect("surveys:hub", sitting.response.pk)


def after_saving(request: HttpRequest, sitting: Sitting, step: Step, saved: Saved) -> HttpResponse:
    now = sitting.again(saved.draft)
    if request.POST.get("then") == "language":
        return redirect(translate_url(address(now, *step.codes), other_language()))
    if doubted := doubt(request, now, step):
        return doubted
    if request.POST.get("then") == "exit":
        return say_goodbye(request, now, saved)
    back = way_back(request, now)
    if back == "check":
        return redirect("surveys:check", sitting.response.pk)
    if back:
        return redirect("surveys:page", sitting.response.pk, *back.split("/"))
    if following := now.path.next_after(step):
        return redirect("surveys:page", sitting.response.pk, *following.codes)
    return redirect("surveys:hub", sitting.response.pk)


def doubt(request: HttpRequest, now: Sitting, step: Step) -> HttpResponse | None:
    """Keep what was said of the page's odd figures, and show the page once more if one is new.

    Whoever leaves, or goes back to the answers, is not held up: those look odd there too.
    """
    step = now.path.find(*step.codes)
    explaining = explaining_form(now, step, request.POST) if step else None
    if explaining is None:
        return None
    if not explaining.is_valid():
        return render_page(request, now, page_form(now, step, explaining=explaining))
    passing = request.POST.get("then") == "exit" or way_back(request, now) == "check"
    if not keep_said(now, explaining, seen=not passing):
        return None
    return redirect(address(now, *step.codes) + "#odd")


def other_language() -> str:
    here = get_language()
    return next(code for code, _name in settings.LANGUAGES if code != here)


def address(sitting: Sitting, section: str, page: str) -> str:
    return reverse("surveys:page", args=[sitting.response.pk, section, page])
