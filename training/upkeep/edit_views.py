"""The forms in which a provider proposes a change of an offer, or of one of its editions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.accounts.views import READ_WRITE
from members.permissions import EDIT
from training.enums import RevisionState
from training.models import Edition, Offer, OfferRevision

from .errors import OfferMoved, RevisionMoved, UpkeepRefused
from .forms import EditionProposal, OfferProposal, Sealed
from .proposing import propose_change, proposed, starting_point
from .values import RUN_FIELDS, edition_keys, label_of, said, values_of
from .views import about, provider_of


def version_of(start: OfferRevision | None) -> int | None:
    return start.version if start and start.state == RevisionState.PENDING else None


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def offer_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Propose another wording of an offer; the public page stays as it is until the cluster agrees."""
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(provider.offers.without_search_columns(), pk=pk)

    def make(data=None) -> OfferProposal:
        start = starting_point(found)
        return OfferProposal(
            data,
            instance=found,
            public=values_of(found),
            proposed=proposed(start),
            note=start.note if start else "",
            version=version_of(start),
        )

    context = about(account, provider, offer=found, start=starting_point(found))
    return propose(request, make, found, context, "provider/offer_edit.html")


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def edition_edit(request: HttpRequest, slug: str, pk: int, edition: int) -> HttpResponse:
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(provider.offers.without_search_columns(), pk=pk)
    run = get_object_or_404(found.editions, pk=edition)
    return edition_form(request, account, provider, found, run, str(run.pk))


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def edition_new(request: HttpRequest, slug: str, pk: int, copied: int | None = None) -> HttpResponse:
    """Propose a new edition, from nothing or with everything but the dates of another one."""
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(provider.offers.without_search_columns(), pk=pk)
    source = get_object_or_404(found.editions, pk=copied) if copied else None
    waiting = edition_keys(proposed(starting_point(found)))
    taken = [int(key[3:]) for key in waiting if key.startswith("new")]
    return edition_form(
        request, account, provider, found, copy_of(source), f"new{max(taken, default=0) + 1}", source=source
    )


@never_cache
@login_required
@require_http_methods(READ_WRITE)
def edition_proposed(request: HttpRequest, slug: str, pk: int, key: str) -> HttpResponse:
    """Amend an edition that is only proposed so far."""
    account, provider = provider_of(request, slug, EDIT)
    found = get_object_or_404(provider.offers.without_search_columns(), pk=pk)
    if not key.startswith("new") or key not in edition_keys(proposed(starting_point(found))):
        return redirect("provider:offer", slug, pk)
    return edition_form(request, account, provider, found, Edition(), key)


def copy_of(source: Edition | None) -> Edition:
    """Return an unsaved edition like another; its dates and its state are its own."""
    if source is None:
        return Edition()
    own = ("start_date", "end_date", "application_start_date", "application_deadline", "event_status")
    return Edition(**{name: getattr(source, name) for name in RUN_FIELDS if name not in own})


def edition_form(request, account, provider, found: Offer, run: Edition, key: str, **more) -> HttpResponse:
    def make(data=None) -> EditionProposal:
        start = starting_point(found)
        return EditionProposal(
            data,
            instance=run,
            key=key,
            public=values_of(found),
            proposed=proposed(start),
            version=version_of(start),
        )

    context = about(account, provider, offer=found, edition=run if run.pk else None, **more)
    return propose(request, make, found, context, "provider/edition_edit.html")


def propose(request: HttpRequest, make, found: Offer, context: dict, template: str) -> HttpResponse:
    """Show a form, or keep what was typed; what somebody published meanwhile is shown, and nothing lost."""
    form: Sealed = make(request.POST if request.method == "POST" else None)
    meanwhile = []
    if request.method == "POST" and form.is_valid():
        try:
            revision = propose_change(
                found,
                typed=form.typed,
                seen=form.cleaned_data["seen"],
                version=form.cleaned_data["version"],
                note=form.cleaned_data.get("note"),
                by=request.user,
            )
        except (OfferMoved, RevisionMoved) as moved:
            meanwhile = told(found, moved)
            form = over(make, form)
        except ValidationError as error:
            form.add_error(None, error)
        except UpkeepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, sent_words(revision))
            return redirect("provider:offer", context["organisation"].slug, found.pk)
    status = 409 if meanwhile else 422 if form.errors else 200
    return render(request, template, context | {"form": form, "meanwhile": meanwhile}, status=status)


def sent_words(revision: OfferRevision | None) -> str:
    if revision is None:
        return _("Saved: it is public now.")
    return _("Sent. The public page stays as it is until the cluster agrees; you get an e-mail.")


def over(make, form: Sealed) -> Sealed:
    """Return the form over what is published now, with everything that was typed."""
    fresh = make()
    data = form.data.copy()
    data["seen"], data["version"] = fresh["seen"].value(), fresh["version"].value() or ""
    return make(data)


def told(found: Offer, moved: UpkeepRefused) -> list[tuple[str, str]]:
    """Name the fields published meanwhile with what they say now; of a proposal, only that it changed."""
    if isinstance(moved, OfferMoved):
        now = values_of(found)
        return [(label_of(key), said(key, now.get(key, ""))) for key in moved.keys]
    return [(_("proposal"), str(moved))]
