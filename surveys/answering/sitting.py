"""One browser at one response: who may see it, and its answers, read once per request."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from members.models import Person, User
from surveys.enums import AnswerOrigin, ResponseState
from surveys.instrument.cells import Cells
from surveys.instrument.checks import Failure, failures
from surveys.instrument.definition import Check, Definition
from surveys.instrument.parser import compiled, compiled_by_hash
from surveys.instrument.questions import Question
from surveys.instrument.routing import Path, find_path
from surveys.models import Campaign, Invitation, Reopening, Response, Share, Submission, Unit

from .corrections import Correction, correction_of
from .draft import Draft, cells_of, read_rows
from .ended import say_ended
from .entrance import operated_by
from .grants import Grant, go_on, grant_of, held
from .joined import Joined
from .known import known_version
from .oddities import Oddity, oddities_in
from .payload import path_sent
from .piping import filled, quoted, section_titles, words_of
from .previous import NO_EDITION, LastEdition, cells_of_last_edition
from .rows import rows_of
from .sendings import sendings_of

ROWS = Joined(invitation=Invitation, person=Person, unit=Unit, campaign=Campaign, response=Response)
# Row after row by its key: OFFSET 0 keeps PostgreSQL from weighing other orders of the five tables,
# which takes it eight times as long as reading them.
INVITED = f"""
SELECT {ROWS.columns}, NOT EXISTS (
    SELECT FROM surveys_campaign earlier
    WHERE earlier.questionnaire_id = campaign.questionnaire_id
        AND earlier.reference_date < campaign.reference_date
)
FROM (SELECT * FROM surveys_response WHERE id = %s OFFSET 0) response
CROSS JOIN LATERAL (SELECT * FROM surveys_unit WHERE id = response.unit_id AND in_scope OFFSET 0) unit
CROSS JOIN LATERAL (SELECT * FROM surveys_campaign WHERE id = unit.campaign_id OFFSET 0) campaign
CROSS JOIN LATERAL (
    SELECT * FROM surveys_invitation
    WHERE unit_id = unit.id AND id = ANY(%s) AND revoked_at IS NULL AND expires_at > %s
    ORDER BY issued_at DESC LIMIT 1
) invitation
LEFT JOIN LATERAL (SELECT * FROM members_person WHERE id = invitation.person_id OFFSET 0) person ON true
"""  # noqa: S608 - the names are the models' own


@dataclass
class Sitting:
    """A response as one person has it before them: invited, or a manager who takes it down by phone."""

    response: Response
    invitation: Invitation | None = None
    operator: User | None = None
    grant: Grant | None = None
    is_first: bool = False
    """No edition of the questionnaire was before this one, so nobody need look for it."""

    @property
    def unit(self) -> Unit:
        return self.response.unit

    @property
    def campaign(self) -> Campaign:
        return self.unit.campaign

    @property
    def actor(self) -> str:
        return str(self.operator or self.contact or "")

    @property
    def held_by(self) -> int | UUID:
        """What the browser's grant is named by."""
        return self.invitation.pk if self.invitation else self.response.pk

    @property
    def way_back(self) -> str:
        """Where to show that it is oneself, once this browser may go on no more."""
        if self.invitation:
            return reverse("surveys:prove", args=[self.invitation.pk])
        return reverse("admin:surveys_unit_step_record", args=[self.unit.pk])

    @property
    def origin(self) -> str:
        return AnswerOrigin.OPERATOR if self.operator else AnswerOrigin.RESPONDENT

    @property
    def contact(self) -> Person | None:
        return self.invitation.person if self.invitation else None

    @property
    def is_open(self) -> bool:
        return not self.is_submitted and self.campaign.accepts_answers()

    @property
    def is_submitted(self) -> bool:
        return self.response.state == ResponseState.SUBMITTED

    @cached_property
    def definition(self) -> Definition:
        return compiled(self.response.version)

    @property
    def read_as(self) -> str:
        """The hash of the definition that pages are made with and answers read with."""
        return self.response.version.definition_sha256

    @cached_property
    def cells(self) -> Cells:
        return cells_of(read_rows(self.response)) if self.response.revision else {}

    @cached_property
    def last_edition(self) -> LastEdition:
        """What the company sent last time, to be read beside the fields and never put into them."""
        return NO_EDITION if self.is_first else cells_of_last_edition(self.response)

    @property
    def previous(self) -> Cells:
        """The last edition's answers, where a rule looks at them."""
        looks_back = self.definition.routing_looks_back or self.definition.checks_look_back
        return self.last_edition.cells if looks_back else {}

    @cached_property
    def path(self) -> Path:
        before = self.previous if self.definition.routing_looks_back else {}
        path = find_path(self.definition, self.cells, before, rows_of(self.response, self.definition))
        return self.worded(path)

    def worded(self, path: Path, definition: Definition | None = None) -> Path:
        """Return a path of this company with its texts filled in."""
        definition = definition or self.definition
        return filled(path, definition, words_of(self.unit, definition, path.cells))

    def sent_path(self, receipt: Submission) -> Path:
        """Return what was sent, read and worded by the version that it answered."""
        same = receipt.definition_sha256 == self.read_as
        definition = self.definition if same else compiled_by_hash(receipt.definition_sha256)
        return self.worded(path_sent(receipt.payload, definition), definition)

    def again(self, draft: Draft | None = None) -> "Sitting":
        """Return the same person before the answers as they are now: a draft's, or read anew."""
        now = replace(self)
        if draft:
            now.__dict__ |= {"cells": draft.cells, "path": self.worded(draft.path())}
        else:
            # The revision may be as of before the wait for a lock, and does not tell that nothing is stored.
            now.__dict__["cells"] = cells_of(read_rows(self.response))
        if "last_edition" in self.__dict__:
            now.__dict__["last_edition"] = self.last_edition  # sent long ago, it does not change meanwhile
        return now

    def moved(self) -> "Sitting":
        """Return the same person before the response under the version that it answers now."""
        known = Response.objects.select_related("unit__campaign", "version").defer("version__definition")
        return replace(self, response=known.get(pk=self.response.pk))

    @cached_property
    def correction(self) -> Correction | None:
        """What a move to another version has changed for the company, while there is something to tell."""

        def worded(question: Question) -> Question:
            return quoted(question, lambda: words_of(self.unit, self.definition, self.cells))

        return correction_of(self.response, self.definition, self.path, self.cells, worded)

    def failures_about(self, questions: Iterable[Question], *, hard: bool) -> tuple[Failure, ...]:
        """The hard or the soft checks about some questions that the answers contradict."""
        checks = self.checks_about(questions, hard=hard)
        return failures(self.definition, self.path.cells, self.seen_by(checks), among=checks)

    def checks_about(self, questions: Iterable[Question], *, hard: bool) -> tuple[Check, ...]:
        asked = {question.variable for question in questions}
        return tuple(
            check
            for check in self.definition.checks
            if check.is_hard is hard and not asked.isdisjoint(check.variables)
        )

    def seen_by(self, checks: Iterable[Check]) -> Cells:
        """The last edition's answers if any of the checks looks at them; else they are not read."""
        return self.previous if any(check.looks_back for check in checks) else {}

    @cached_property
    def failures(self) -> tuple[Failure, ...]:
        """The checks that the answers on the path contradict."""
        return failures(self.definition, self.path.cells, self.previous)

    @cached_property
    def oddities(self) -> tuple[Oddity, ...]:
        """The soft ones, each with what was said of it."""
        return self.oddities_among(failure for failure in self.failures if not failure.check.is_hard)

    def oddities_among(self, found: Iterable[Failure]) -> tuple[Oddity, ...]:
        """Add what was said of each failure; the database is not asked where there is none."""
        soft = tuple(found)
        return oddities_in(soft, self.response.check_flags.all() if soft else ())

    @cached_property
    def receipts(self) -> list[Submission]:
        """What was sent, the newest last; more than one where the cluster opened the answers again."""
        return sendings_of(self.response)

    @property
    def receipt(self) -> Submission | None:
        return self.receipts[-1] if self.receipts else None

    @cached_property
    def shares(self) -> list[tuple[Share, str]]:
        """The colleagues let in, each with the title of the section meant for them."""
        titles = dict(section_titles(self.definition, lambda: self.path))
        shares = self.response.shares.filter(ended_at=None).select_related("person")
        return [(share, titles.get(share.section, "")) for share in shares.order_by("at", "pk")]

    def receipt_asked(self, sequence: str | None) -> Submission:
        """Return the submission of that number, the newest without one; raises ``Http404``."""
        if sequence is None and self.receipt:
            return self.receipt
        found = next((sent for sent in self.receipts if str(sent.sequence) == sequence), None)
        if found is None:
            raise Http404
        return found

    @property
    def reopening(self) -> Reopening | None:
        """Why what was sent is open again, while it is."""
        return None if self.is_submitted else getattr(self.receipt, "reopening", None)


def find_sitting(request: HttpRequest, response_id: UUID) -> Sitting | None:
    """Return the response if this browser still may answer it, else None.

    The session names invitations and operated responses only; each is asked anew whether it is
    revoked or expired, whether its unit still is in the edition, and whether the manager still may.
    """
    return invited_sitting(request, response_id) or operated_sitting(request, response_id)


def invited_sitting(request: HttpRequest, response_id: UUID) -> Sitting | None:
    granted = held(request.session)
    found = ROWS.first(INVITED, [response_id, granted, timezone.now()]) if granted else None
    if found is None:
        return None
    rows, (is_first,) = found
    invitation, response = rows["invitation"], rows["response"]
    response.unit = invitation.unit = rows["unit"]
    response.unit.campaign, invitation.person = rows["campaign"], rows["person"]
    response.version = known_version(response.version_id)
    return Sitting(response, invitation, grant=grant_of(request.session, invitation.pk), is_first=is_first)


def operated_sitting(request: HttpRequest, response_id: UUID) -> Sitting | None:
    grant = grant_of(request.session, response_id)
    if not grant.left or not operated_by(request, response_id):
        return None
    responses = Response.objects.filter(unit__in_scope=True).defer("version__definition")
    response = responses.select_related("unit__campaign", "version").filter(pk=response_id).first()
    return Sitting(response, operator=request.user, grant=grant) if response else None


def for_respondent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Call a view with the sitting; to anybody else the response does not exist."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, response_id: UUID, **rest) -> HttpResponse:
        sitting = find_sitting(request, response_id)
        if sitting is None:
            return say_ended(request, response_id)
        go_on(request.session, sitting.held_by)
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
