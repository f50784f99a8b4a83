"""Before what a company has written: showing that the link is one's own. Looking (GET) changes nothing."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.accounts.limits import within
from surveys.answering.actions import ask_code, find_access_code, use_code
from surveys.answering.arriving import first_page, way_on
from surveys.answering.entrance import find_knocked, grant, knocked_at, may_answer, shows_something
from surveys.answering.errors import NotProven
from surveys.models import Invitation
from surveys.tokens import CODE_DIGITS

FEW_MINUTES = gettext_lazy("Too many attempts from here. Wait a few minutes and try again.")


class Digits(forms.RegexField):
    """A code as people copy it: with the spaces of the mail, and the dash that some keyboards put."""

    def to_python(self, value: str | None) -> str:
        return "".join(super().to_python(value).replace("-", "").split())


class CodeForm(forms.Form):
    code = Digits(
        rf"^\d{{{CODE_DIGITS}}}$",
        label=gettext_lazy("Code of the e-mail"),
        help_text=gettext_lazy("Six digits"),
        max_length=40,
        error_messages={
            "required": gettext_lazy("Type the code of the e-mail."),
            "invalid": gettext_lazy("The code has six digits, such as 204816. Look at the e-mail again."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class AccessCodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Access code"),
        help_text=gettext_lazy("Twelve letters and figures, such as ABCD-EFGH-2345. Capitals do not matter."),
        max_length=40,
        error_messages={"required": gettext_lazy("Type the access code that the cluster gave you.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


def for_whoever_knocked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Call a view with the invitation whose link this browser opened; to others there is none."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, invitation_id: int) -> HttpResponse:
        invitation = find_knocked(request, invitation_id)
        if invitation is None:
            return render(request, "surveys/no_access.html", status=404)
        return view(request, invitation)

    return guarded


@for_whoever_knocked
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Say what will happen, and have a code mailed; somebody signed in for the company needs none."""
    is_known = may_answer(request.user, invitation.unit)
    is_free = is_known or not shows_something(invitation)
    refusal = ""
    if request.method == "POST" and is_free:
        return let_in(request, invitation)
    if request.method == "POST":
        try:
            refuse_if_hurried(request, "survey_code")
            ask_code(invitation)
        except NotProven as refused:
            refusal = str(refused)
        else:
            return redirect(with_way_on(request, resolve_url("surveys:prove-code", invitation.pk)))
    context = about(request, invitation) | {"is_known": is_known, "is_free": is_free, "refusal": refusal}
    return render(request, "surveys/prove.html", context, status=422 if refusal else 200)


@for_whoever_knocked
@require_http_methods(["GET", "HEAD", "POST"])
def prove_code(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Take the code of the e-mail."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            refuse_if_hurried(request, "survey_code_typed")
            use_code(invitation, form.cleaned_data["code"])
        except NotProven as refused:
            form.add_error("code", str(refused))
        else:
            return let_in(request, invitation)
    context = about(request, invitation) | {"form": form}
    return render(request, "surveys/prove_code.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def access_code(request: HttpRequest) -> HttpResponse:
    """Take an access code, with a link or without one; a wrong one says nothing of any company."""
    form = AccessCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            refuse_if_hurried(request, "survey_access_code")
            found = find_access_code(form.cleaned_data["code"]).invitation
        except NotProven as refused:
            form.add_error("code", str(refused))
        else:
            # Whoever opened a link before answers under the name it was sent to.
            return let_in(request, knocked_at(request, unit=found.unit) or found)
    return render(request, "surveys/access_code.html", {"form": form}, status=422 if form.errors else 200)


def refuse_if_hurried(request: HttpRequest, action: str) -> None:
    if not within(request, action):
        raise NotProven(FEW_MINUTES)


def let_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    grant(request, invitation)
    return redirect(way_on(request, invitation) or first_page(invitation))


def about(request: HttpRequest, invitation: Invitation) -> dict:
    return {
        "invitation": invitation,
        "address": masked(invitation.person.work_email if invitation.person else ""),
        "next": way_on(request, invitation),
    }


def with_way_on(request: HttpRequest, address: str) -> str:
    wanted = request.POST.get("next", "")
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address


def masked(email: str) -> str:
    """Return enough of an address for its owner to know which of theirs it is."""
    name, _at, domain = email.rpartition("@")
    return f"{name[0]}•••@{domain}" if name else ""
