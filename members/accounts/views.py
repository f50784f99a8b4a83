"""The pages under /cuenta/: what a person may do where, with whom, and from which browsers."""

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import AccessInvitation, AccessRequest, Organisation, OrganisationUser
from members.permissions import PEOPLE, may
from tera.press import SeeOther, is_a_press, new_ticket, sealed
from tera.views import too_many_requests

from . import actions
from .actions import AccessRefused
from .forms import AskForm, DecisionForm, EmailChangeForm, InvitationForm, RoleForm
from .limits import within
from .sessions import end_sessions, sessions_of
from .tokens import hash_token

SALT = "members.invitation"
READ_WRITE = ["GET", "HEAD", "POST"]

request_code = never_cache(RequestLoginCodeView.as_view())


@require_http_methods(READ_WRITE)
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Take the code; tries count across browsers, not only in this one."""
    if not within(request, "try_code"):
        return too_many_requests(request)
    return ConfirmLoginCodeView.as_view()(request)


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the organisations somebody may act for, and what concerns the account itself."""
    accounts = request.user.organisation_accounts.select_related("organisation").with_confirmation_due(
        timezone.localdate()
    )
    return render(request, "account/home.html", {"accounts": accounts})


@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Offer the two kinds of second factor to a manager who has none yet."""
    return render(request, "account/second_factor.html")


def membership_of(request: HttpRequest, slug: str, right: str | None = None) -> OrganisationUser:
    """Return the signed-in person's account in an organisation; to anybody else it does not exist."""
    accounts = OrganisationUser.objects.of(request.user).select_related("organisation")
    account = get_object_or_404(accounts, organisation__slug=slug)
    if right and not may(account.role, right):
        raise Http404
    return account


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who has access to an organisation; an owner's POST invites a colleague."""
    account = membership_of(request, slug, PEOPLE if request.method == "POST" else None)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within(request, "invite"):
            return too_many_requests(request)
        try:
            actions.invite(
                account.organisation, by=request.user, language=get_language(), **form.cleaned_data
            )
        except AccessRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("Invited. The link goes to %(email)s.") % form.cleaned_data)
            return redirect("account:people", slug)
    context = people_of(account) | {"form": form}
    return render(request, "account/people.html", context, status=422 if form.errors else 200)


def people_of(account: OrganisationUser) -> dict:
    organisation: Organisation = account.organisation
    may_decide = may(account.role, PEOPLE)
    return {
        "account": account,
        "organisation": organisation,
        "may_decide": may_decide,
        "colleagues": organisation.accounts.select_related("user").order_by("user__name", "user__email"),
        "invitations": organisation.access_invitations.open() if may_decide else [],
        "requests": organisation.access_requests.pending() if may_decide else [],
    }


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def colleague(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a colleague's role or end their access; everybody may end their own."""
    mine = membership_of(request, slug)
    other = get_object_or_404(mine.organisation.accounts.select_related("user", "organisation"), pk=pk)
    may_decide = may(mine.role, PEOPLE)
    if not may_decide and other != mine:
        raise Http404
    form = RoleForm(request.POST if "role" in request.POST else None, initial={"role": other.role})
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                actions.remove_account(other)
                messages.success(request, _("%(person)s no longer has access.") % {"person": other.user})
                return redirect("account:home") if other == mine else redirect("account:people", slug)
            if may_decide and form.is_valid():
                actions.change_role(other, role=form.cleaned_data["role"])
                messages.success(request, _("The role of %(person)s has changed.") % {"person": other.user})
                return redirect("account:people", slug)
        except AccessRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("account:colleague", slug, pk)
    context = {"mine": mine, "other": other, "form": form, "may_decide": may_decide}
    return render(request, "account/colleague.html", context)


@login_required
@require_POST
def invitation_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back, or send it once more."""
    account = membership_of(request, slug, PEOPLE)
    found: AccessInvitation = get_object_or_404(account.organisation.access_invitations.open(), pk=pk)
    if "again" in request.POST:
        if not within(request, "invite"):
            return too_many_requests(request)
        try:
            actions.resend_invitation(found)
        except AccessRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The link was sent again; the earlier one no longer works."))
    else:
        actions.revoke_invitation(found)
        messages.success(request, _("The invitation was taken back."))
    return redirect("account:people", slug)


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def access_request(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a request for access to an owner, who gives it or turns it down with a reason."""
    account = membership_of(request, slug, PEOPLE)
    wish: AccessRequest = get_object_or_404(account.organisation.access_requests, pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide(wish, form.cleaned_data, by=request.user)
        except AccessRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done. %(person)s gets an e-mail.") % {"person": wish.name})
        return redirect("account:people", slug)
    context = {"organisation": account.organisation, "wish": wish, "form": form}
    return render(request, "account/request.html", context, status=422 if form.errors else 200)


def decide(wish: AccessRequest, decision: dict, *, by) -> None:
    if decision["decision"] == "approve":
        actions.approve_request(wish, role=decision["role"], by=by)
    else:
        actions.reject_request(wish, reason=decision["reason"], by=by)


@never_cache
@require_http_methods(READ_WRITE)
def ask(request: HttpRequest) -> HttpResponse:
    """Let somebody without access ask for it; the answer is the same whatever is known of them."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within(request, "ask_for_access", key=form.cleaned_data["email"]):
            return too_many_requests(request)
        wish = form.save(commit=False)
        wish.language = get_language()
        actions.ask_for_access(wish)
        return redirect("account:asked")
    return render(request, "account/ask.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "account/asked.html")


# Exempt because the page sets no cookie; tera/press.py says what guards the button instead.
@csrf_exempt
@require_http_methods(READ_WRITE)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; a press gives the role and signs nobody in, so that a scanner's press does no harm."""
    if not within(request, "accept_invitation"):
        return sealed(too_many_requests(request))
    found = actions.find_invitation(token)
    if found is None:
        return sealed(render(request, "account/invitation_unknown.html", status=404))
    context = {"invitation": found}
    if found.accepted_at:
        response = sealed(render(request, "account/invitation_accepted.html", context))
        # Its form has Django's CSRF check, which a browser that sends no referrer would fail.
        response["Referrer-Policy"] = "same-origin"
        return response
    if request.method == "POST" and is_a_press(request, hash_token(token), salt=SALT):
        try:
            actions.accept_invitation(found)
        except AccessRefused as refusal:
            context["refusal"] = str(refusal)
            return sealed(render(request, "account/invitation.html", context, status=409))
        return sealed(SeeOther(request.path))
    context |= {"ticket": new_ticket(hash_token(token), salt=SALT), "refused": request.method == "POST"}
    return sealed(
        render(request, "account/invitation.html", context, status=403 if context["refused"] else 200)
    )


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def sessions(request: HttpRequest) -> HttpResponse:
    """List the browsers where the account is signed in; a POST signs out one of them or all others."""
    key = request.session.session_key
    if request.method == "POST":
        only = request.POST.get("session", "")
        ended = end_sessions(request.user, keep=key, only=int(only) if only.isdigit() else None)
        messages.success(request, _("Signed out: %(number)s.") % {"number": ended})
        return redirect("account:sessions")
    rows = sessions_of(request.user)
    return render(request, "account/sessions.html", {"sessions": rows, "current_key": key})


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def email(request: HttpRequest) -> HttpResponse:
    """Ask for another address for the account; a link goes there."""
    form = EmailChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within(request, "change_email"):
            return too_many_requests(request)
        actions.ask_email_change(request.user, email=form.cleaned_data["email"])
        messages.success(request, _("Open the link we have sent to %(email)s.") % form.cleaned_data)
        return redirect("account:email")
    return render(request, "account/email_change.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def email_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the new address: by a press, in a browser that is signed in to the same account."""
    new = actions.read_email_change(request.user, token)
    if new is None:
        return render(request, "account/email_link_unknown.html", status=404)
    if request.method == "POST":
        try:
            actions.change_email(request.user, email=new)
        except AccessRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("From now on you sign in with %(email)s.") % {"email": new})
        return redirect("account:home")
    return render(request, "account/email_confirm.html", {"new": new})
