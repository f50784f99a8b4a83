"""One browser at one response: who may see it, and its answers, read once per request."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from members.models import Person
from surveys.enums import ResponseState
from surveys.instrument.cells import Cells
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.instrument.routing import Path, find_path
from surveys.models import Campaign, Invitation, Response, Submission

from .draft import cells_of, read_rows
from .entrance import GRANTS


@dataclass
class Sitting:
    """A response as one invited person has it before them."""

    invitation: Invitation
    response: Response

    @property
    def campaign(self) -> Campaign:
        return self.invitation.unit.campaign

    @property
    def actor(self) -> str:
        return str(self.contact or "")

    @property
    def contact(self) -> Person | None:
        return self.invitation.person

    @property
    def is_open(self) -> bool:
        return not self.is_submitted and self.campaign.accepts_answers()

    @property
    def is_submitted(self) -> bool:
        return self.response.state == ResponseState.SUBMITTED

    @cached_property
    def definition(self) -> Definition:
        return compiled(self.response.version)

    @cached_property
    def cells(self) -> Cells:
        return cells_of(read_rows(self.response))

    @cached_property
    def path(self) -> Path:
        return find_path(self.definition, self.cells)

    @cached_property
    def receipt(self) -> Submission | None:
        return self.response.submissions.order_by("sequence").last()


def find_sitting(request: HttpRequest, response_id: UUID) -> Sitting | None:
    """Return the response if this browser still may answer it, else None.

    The session names invitations only; each is asked anew whether it is revoked or
    expired and whether its unit still is in the edition.
    """
    held = request.session.get(GRANTS, [])
    invitation = (
        Invitation.objects.usable(timezone.now())
        .filter(pk__in=held, unit__in_scope=True, unit__response=response_id)
        .select_related("person", "unit__campaign", "unit__organisation", "unit__response__version")
        .defer("unit__response__version__definition")
        .first()
        if held
        else None
    )
    return Sitting(invitation, invitation.unit.response) if invitation else None


def for_respondent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Call a view with the sitting; to anybody else the response does not exist."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, response_id: UUID, **rest) -> HttpResponse:
        sitting = find_sitting(request, response_id)
        if sitting is None:
            return render(request, "surveys/no_access.html", status=404)
        return view(request, sitting, **rest)

    return guarded


def while_open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead to the start page, which says how it ended, once nothing can be changed."""

    @wraps(view)
    def guarded(request: HttpRequest, sitting: Sitting, **rest) -> HttpResponse:
        if not sitting.is_open:
            return redirect("surveys:start", sitting.response.pk)
        return view(request, sitting, **rest)

    return guarded
