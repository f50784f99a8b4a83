"""The pages of following: ask, confirm, see all one follows, stop. Opening any of them changes nothing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from members.accounts.limits import within
from tera.views import too_many_requests
from training.models import Follower, SavedSearch
from training.search import search_language

from . import actions
from .actions import FollowingRefused
from .forms import AddressForm, FollowForm, FrequencyForm
from .links import follower_of, manage_path, search_of, stop_all_path
from .subjects import Subject, read_subject, subject_of
from .tasks import send_manage_link

READ_WRITE = ["GET", "HEAD", "POST"]
LINK_ASKED = "link"
LONGEST_QUERY = SavedSearch._meta.get_field("query").max_length


def address_of(request: HttpRequest) -> str:
    """Return the address somebody is signed in with; empty for everybody else."""
    return request.user.email if request.user.is_authenticated else ""


@never_cache
@require_http_methods(READ_WRITE)
def follow(request: HttpRequest) -> HttpResponse:
    """Ask where to write to and how often, and say in words what is followed."""
    language = search_language()
    subject = read_subject(request.GET, language=language, day=timezone.localdate())
    if subject is None:
        raise Http404
    address = address_of(request)
    form = FollowForm(request.POST if request.method == "POST" else None, address=address)
    if request.method == "POST" and len(subject.query) > LONGEST_QUERY:
        form.add_error(None, _("These are too many filters to follow at once. Take some off."))
    if request.method == "POST" and form.is_valid():
        if not within(request, "follow"):
            return too_many_requests(request)
        wanted = {
            "query": subject.query,
            "language": language,
            "frequency": form.cleaned_data["frequency"],
        }
        return begin(request, address, form.cleaned_data.get("email", ""), wanted)
    context = {"subject": subject, "form": form, "address": address}
    return render(request, "training/follow.html", context, status=422 if form.errors else 200)


def begin(request: HttpRequest, address: str, email: str, wanted: dict) -> HttpResponse:
    if address:
        try:
            search = actions.follow_as_owner(address, **wanted)
        except FollowingRefused as refused:
            messages.error(request, str(refused))
            return redirect("training:alerts")
        messages.success(request, _("Done: we will write to you when there is something new."))
        return redirect(manage_path(search.follower))
    # Past its own limit an address gets no more mails, and nobody learns that it had some.
    if within(request, "follow_address", email):
        actions.follow(email, **wanted)
    return redirect("training:alerts-sent")


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say the same to everybody, whether the address is known or not."""
    return render(request, "training/follow_sent.html", {"asked_link": LINK_ASKED in request.GET})


@never_cache
@require_http_methods(READ_WRITE)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Begin to follow at the press of the button in the page that the mail's link opens."""
    search = actions.search_to_confirm(token, timezone.now())
    if search is None:
        return render(request, "training/follow_expired.html", status=404)
    if request.method == "POST":
        try:
            actions.confirm(search)
        except FollowingRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Done: we will write to you when there is something new."))
        return redirect(manage_path(search.follower))
    subject = subject_of(search.query, language=search.language, day=timezone.localdate())
    context = {"search": search, "subject": subject, "manage": manage_path(search.follower)}
    return render(request, "training/follow_confirm.html", context)


@never_cache
@require_http_methods(READ_WRITE)
def alerts(request: HttpRequest) -> HttpResponse:
    """Lead whoever is signed in to what they follow; send the link to anybody else's mailbox."""
    if address := address_of(request):
        follower = Follower.objects.filter(email__iexact=address).first()
        if follower:
            return redirect(manage_path(follower))
        return render(request, "training/alerts.html", {"follower": None, "rows": []})
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not within(request, "follow"):
            return too_many_requests(request)
        email = form.cleaned_data["email"]
        if within(request, "follow_address", email):
            send_manage_link.enqueue(email, get_language() or "es")
        return redirect(reverse("training:alerts-sent") + f"?{LINK_ASKED}=1")
    context = {"form": form}
    return render(request, "training/alerts_ask.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(READ_WRITE)
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """List what an address follows; a POST changes how often, or stops one."""
    follower = follower_of(token)
    if follower is None:
        return render(request, "training/follow_expired.html", status=404)
    if request.method == "POST":
        return change(request, follower)
    searches = follower.searches.confirmed()
    rows = [
        (
            search,
            described(search),
            FrequencyForm(
                initial={"frequency": search.frequency}, prefix=f"s{search.pk}", auto_id=f"id_%s_{search.pk}"
            ),
        )
        for search in searches
    ]
    context = {"follower": follower, "rows": rows, "stop_all": stop_all_path(follower)}
    return render(request, "training/alerts.html", context)


def described(search: SavedSearch) -> Subject | None:
    return subject_of(search.query, language=search.language, day=timezone.localdate())


def change(request: HttpRequest, follower: Follower) -> HttpResponse:
    key = request.POST.get("search", "")
    search = (
        follower.searches.confirmed().filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    )
    if search is None:
        messages.info(request, _("You do not follow that any more."))
    elif "stop" in request.POST:
        actions.stop(search)
        messages.success(request, _("Done: we will not write to you about that any more."))
    else:
        form = FrequencyForm(request.POST, prefix=f"s{search.pk}")
        if form.is_valid():
            actions.change_frequency(search, form.cleaned_data["frequency"])
            messages.success(request, _("Done: how often we write is changed."))
    if not Follower.objects.filter(pk=follower.pk).exists():
        return redirect("training:alerts-stopped")
    return redirect(request.path)


@csrf_exempt  # a mail program presses the button by itself (RFC 8058); the signed link is the proof
@never_cache
@require_http_methods(READ_WRITE)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one search from the link in a digest; a link whose search is gone says that it is stopped."""
    search = search_of(token)
    if request.method == "POST":
        if search:
            actions.stop(search)
        return stopped(request)
    subject = search and described(search)
    context = {"search": search, "subject": subject}
    return render(request, "training/follow_stop.html", context)


@csrf_exempt  # as above
@never_cache
@require_http_methods(READ_WRITE)
def stop_all(request: HttpRequest, token: str) -> HttpResponse:
    """Stop everything an address follows, at one press, and forget the address."""
    follower = follower_of(token)
    if request.method == "POST":
        if follower:
            actions.stop_all(follower)
        return stopped(request)
    return render(request, "training/follow_stop.html", {"follower": follower})


@never_cache
@require_safe
def all_stopped(request: HttpRequest) -> HttpResponse:
    return stopped(request)


def stopped(request: HttpRequest) -> HttpResponse:
    """Answer at once and not with a redirect: a mail program follows none."""
    return render(request, "training/follow_stopped.html", {"again": reverse("training:offer-list")})
