"""The pages a company answers on, from its questionnaire's first page to the receipt."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.instrument.checks import failures
from surveys.instrument.parser import compiled
from surveys.instrument.routing import Step
from surveys.models import QuestionnaireVersion

from .actions import Saved, submit_response
from .display import count_answered, hub_of, summarise
from .entrance import lay_down, withdraw
from .entries import entries_of, entries_of_all
from .errors import NotReady, SurveyClosed
from .forms import DeclarationForm, PageForm
from .payload import path_sent
from .saving import save_page
from .sitting import Sitting, for_respondent, while_open


@for_respondent
@require_safe
def start(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Say what it is for, how long it takes and who sees it; or how it ended."""
    if sitting.is_submitted and sitting.campaign.accepts_answers():
        return redirect("surveys:receipt", sitting.response.pk)
    template = "surveys/start.html" if sitting.is_open else "surveys/closed.html"
    return render(request, template, {"sitting": sitting})


@for_respondent
@require_safe
def questions(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show every question on one page, to gather the figures before answering."""
    context = {"sitting": sitting, "sections": entries_of_all(sitting.definition)}
    return render(request, "surveys/questions.html", context)


@for_respondent
@require_safe
@while_open
def hub(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """List the sections with how far each has come, and name the next step."""
    context = {"sitting": sitting, "stages": hub_of(sitting.definition, sitting.path)}
    return render(request, "surveys/hub.html", context)


@for_respondent
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, sitting: Sitting, section: str, page: str) -> HttpResponse:
    """Show one page of questions, or save it. Saving never sends: that has its own address."""
    step = sitting.path.find(section, page)
    if step is None:
        return leave_path(request, sitting, section, page)
    if request.method != "POST":
        if not sitting.is_open:
            return redirect("surveys:start", sitting.response.pk)
        return render_page(request, sitting, page_form(sitting, step))
    form = page_form(sitting, step, request.POST)
    if form.is_valid() and (saved := save_page(sitting, form)):
        return after_saving(request, sitting, step, saved)
    return render_page(request, sitting, form)


def page_form(sitting: Sitting, step: Step, data=None) -> PageForm:
    revision = sitting.response.revision
    return PageForm(step, sitting.definition, sitting.cells, revision=revision, data=data)


def render_page(request: HttpRequest, sitting: Sitting, form: PageForm) -> HttpResponse:
    context = {
        "sitting": sitting,
        "form": form,
        "step": form.step,
        "entries": entries_of(form),
        "steps": sitting.path.within(form.step.section.code),
        "previous": sitting.path.before(form.step),
        "back": request.POST.get("back") or request.GET.get("back"),
    }
    status = 200 if not form.errors else 400 if form.has_strangers else 422
    return render(request, "surveys/page.html", context, status=status)


def leave_path(request: HttpRequest, sitting: Sitting, section: str, page: str) -> HttpResponse:
    """Explain that other answers closed this page; one that never existed is a 404."""
    if (section, page) not in {(s.code, p.code) for s, p in sitting.definition.pages()}:
        raise Http404
    messages.info(request, _("Your other answers make that question unnecessary."))
    return redirect("surveys:hub", sitting.response.pk)


def after_saving(request: HttpRequest, sitting: Sitting, step: Step, saved: Saved) -> HttpResponse:
    now = Sitting(sitting.response, sitting.invitation, sitting.operator)
    if request.POST.get("then") == "exit":
        return say_goodbye(request, now, saved)
    if request.POST.get("back") == "check":
        return redirect("surveys:check", sitting.response.pk)
    if following := now.path.next_after(step):
        return redirect("surveys:page", sitting.response.pk, *following.codes)
    return redirect("surveys:hub", sitting.response.pk)


def say_goodbye(request: HttpRequest, sitting: Sitting, saved: Saved) -> HttpResponse:
    """End this browser's access and confirm what is stored."""
    answered, total = count_answered(sitting.path)
    words = {"time": time_format(localtime(saved.at), "H:i"), "answered": answered, "total": total}
    messages.success(
        request, _("Saved at %(time)s: %(answered)s of %(total)s questions have an answer.") % words
    )
    return say_farewell(request, sitting)


def say_farewell(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Take this browser's access away; a manager goes back to the company's page in the panel."""
    if sitting.operator:
        lay_down(request, sitting.response.pk)
        return redirect("admin:surveys_unit_change", sitting.unit.pk)
    withdraw(request, sitting.invitation)
    return redirect("surveys:left")


@for_respondent
@require_POST
def leave(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    return say_farewell(request, sitting)


@for_respondent
@require_safe
@while_open
def check(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show all answers with a link to change each, what is missing, and the declaration."""
    return render_check(request, sitting, declaration(sitting))


@for_respondent
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Send the answers; pressed again it leads to the same receipt."""
    if sitting.is_submitted:
        return redirect("surveys:receipt", sitting.response.pk)
    if request.method != "POST":
        return redirect("surveys:check", sitting.response.pk)
    form = declaration(sitting, request.POST)
    if not form.is_valid():
        return render_check(request, sitting, form)
    try:
        submit_response(
            sitting.response,
            idempotency_key=form.cleaned_data["idempotency_key"],
            by=sitting.actor,
            contact=sitting.contact,
            user=sitting.operator,
            explanations=form.explanations,
        )
    except (NotReady, SurveyClosed) as error:
        messages.error(request, str(error))
        return redirect("surveys:check", sitting.response.pk)
    return redirect("surveys:receipt", sitting.response.pk)


def declaration(sitting: Sitting, data=None) -> DeclarationForm:
    soft = [f for f in failures(sitting.definition, sitting.path.cells) if not f.check.is_hard]
    return DeclarationForm(soft, sitting.definition, data)


def render_check(request: HttpRequest, sitting: Sitting, form: DeclarationForm) -> HttpResponse:
    found = failures(sitting.definition, sitting.path.cells)
    context = {
        "sitting": sitting,
        "form": form,
        "sections": list(summarise(sitting.path)),
        "missing": sitting.path.missing(),
        "contradictions": [
            (failure, sitting.path.step_of(failure.key.variable))
            for failure in found
            if failure.check.is_hard
        ],
    }
    return render(request, "surveys/check.html", context, status=422 if form.errors else 200)


@for_respondent
@require_safe
def receipt(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show the number, the time and a copy of exactly what was sent."""
    if sitting.receipt is None:
        return redirect("surveys:start", sitting.response.pk)
    sections = list(summarise(path_sent(sitting.receipt.payload, sitting.definition)))
    return render(request, "surveys/receipt.html", {"sitting": sitting, "sections": sections})


@staff_member_required
@require_safe
def preview(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show the manager every question of a version as a company will see it."""
    version = get_object_or_404(QuestionnaireVersion.objects.select_related("questionnaire"), pk=version_id)
    context = {"version": version, "sections": entries_of_all(compiled(version))}
    return render(request, "surveys/preview.html", context)
