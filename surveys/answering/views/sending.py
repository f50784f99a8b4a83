"""The answers read back, the declaration, the button that sends, and the receipt."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from surveys.answering.actions import send_page, submit_response
from surveys.answering.display import summarise
from surveys.answering.doubts import explaining_form, keep_said
from surveys.answering.errors import Conflict, NotReady, SurveyClosed, VersionChanged
from surveys.answering.forms import DeclarationForm
from surveys.answering.frames import receipt_markup
from surveys.answering.lacking import lacking
from surveys.answering.sitting import Sitting, for_respondent, while_open
from surveys.answering.stale import is_of_another_version
from surveys.answering.summaries import answers_sent, sent_at
from surveys.enums import Wave
from surveys.models import Message, Submission

from .page import page_form, render_corrected, render_page


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
    if sitting.definition.is_one_page and "revision" in request.POST:
        return send_from_page(request, sitting)
    form = declaration(sitting, request.POST)
    if is_of_another_version(request, sitting):
        return look_again(request, sitting)
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
            confirmed=form.confirmed,
            read_as=sitting.read_as,
        )
    except VersionChanged:
        return look_again(request, sitting)
    except (NotReady, SurveyClosed) as error:
        if isinstance(error, NotReady):
            keep_said(sitting, form)
        messages.error(request, str(error))
        return redirect("surveys:check", sitting.response.pk)
    return redirect("surveys:receipt", sitting.response.pk)


def look_again(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show the answers under the corrected questionnaire; they are declared true as they are asked now."""
    messages.error(
        request,
        _("The cluster has corrected the questionnaire meanwhile. Nothing was sent: look at it once more."),
    )
    return redirect("surveys:check", sitting.response.pk)


def send_from_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Save and send the only page there is; what stops it is said on the page, which keeps all text."""
    step = sitting.path.steps[0]
    if is_of_another_version(request, sitting):
        return render_corrected(request, sitting, *step.codes)
    form = page_form(sitting, step, request.POST, explaining_form(sitting, step, request.POST))
    declared = DeclarationForm((), request.POST)
    explaining = form.explaining
    if form.is_valid() & declared.is_valid() & (explaining is None or explaining.is_valid()):
        try:
            sent = send_page(
                sitting.response,
                form.changes,
                request_id=form.cleaned_data["request_id"],
                idempotency_key=declared.cleaned_data["idempotency_key"],
                by=sitting.actor,
                origin=sitting.origin,
                contact=sitting.contact,
                user=sitting.operator,
                explanations=explaining.explanations if explaining else None,
                confirmed=explaining.confirmed if explaining else (),
                read_as=sitting.read_as,
            )
        except VersionChanged:
            return render_corrected(request, sitting.moved(), *step.codes)
        except Conflict as conflict:
            form.add_clashes(conflict)
        except SurveyClosed as error:
            form.add_error(None, str(error))
        else:
            if sent.unready:
                messages.error(request, str(sent.unready))
                return redirect("surveys:check", sitting.response.pk)
            return redirect("surveys:receipt", sitting.response.pk)
    return render_page(request, sitting, form, declared)


def declaration(sitting: Sitting, data=None) -> DeclarationForm:
    return DeclarationForm(sitting.oddities, data)


def render_check(request: HttpRequest, sitting: Sitting, form: DeclarationForm) -> HttpResponse:
    context = {
        "sitting": sitting,
        "form": form,
        "sections": list(summarise(sitting.path, sitting.last_edition)),
        "missing": list(lacking(sitting.path)),
        "says_nothing": sitting.path.says_nothing(),
        "contradictions": [
            (failure, sitting.path.step_of(failure.key.variable))
            for failure in sitting.failures
            if failure.check.is_hard
        ],
    }
    return render(request, "surveys/check.html", context, status=422 if form.errors else 200)


@for_respondent
@require_safe
def receipt(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show the number, the time and a copy of exactly what was sent, of the newest or of ``?envio=N``."""
    if not sitting.receipts:
        return redirect("surveys:start", sitting.response.pk)
    shown = sitting.receipt_asked(request.GET.get("envio"))
    sections = list(summarise(sitting.sent_path(shown)))
    if markup := receipt_markup(request, sitting, shown, sections):
        return HttpResponse(markup)
    answers = answers_sent(sitting.definition, sections)
    context = {"sitting": sitting, "receipt": shown, "sent_at": sent_at(shown), "answers": answers}
    if shown.is_recorded:
        context["told"] = told_of(shown, sitting)
    return render(request, "surveys/receipt.html", context)


def told_of(receipt: Submission, sitting: Sitting) -> str:
    """Name the contacts to whom the receipt of what the cluster recorded goes by e-mail."""
    mails = Message.objects.filter(unit=sitting.unit, wave=Wave.RECEIPT, occasion=str(receipt.sequence))
    people = mails.select_related("person").order_by("person__family_name", "person__given_name")
    return ", ".join(str(mail.person) for mail in people)
