"""A page of questions and a receipt, drawn once per version, language and state, filled for each company.

Most pages are met in the same state: nothing wrong, nothing odd, no message. For those nothing is drawn
but what this company alone has said; any other page is drawn whole by its template, as is every page in
development.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from types import SimpleNamespace
from uuid import uuid4
from weakref import WeakKeyDictionary

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from surveys.instrument.definition import Definition
from surveys.instrument.routing import Step
from surveys.models import Submission
from tera.stencils import Stencil, hole, number_mark, uuid_mark

from .drawing import drawn_for, is_alike
from .entries import Entry
from .forms import DeclarationForm, PageForm
from .piping import quoting_pages
from .sitting import Sitting
from .summaries import answers_sent, saved_line, sent_at

RESPONSE, REQUEST, SENDING = uuid_mark(), uuid_mark(), uuid_mark()
INVITATION, LEFT, WARNING, REVISION = (number_mark() for _ in range(4))
MARKS = {
    str(RESPONSE): "response",
    str(REQUEST): "request",
    str(SENDING): "sending",
    str(INVITATION): "invitation",
    str(LEFT): "left",
    str(WARNING): "warning",
    str(REVISION): "revision",
}
QUESTION = "question"
MOST_PER_VERSION = 500
_frames: WeakKeyDictionary[Definition, dict[Hashable, Stencil]] = WeakKeyDictionary()


class Hole:
    """Where a question's markup goes."""

    oddities = ()

    def __init__(self, variable: str):
        self.variable = variable

    def mark(self, level: int) -> SafeString:
        return hole(f"{QUESTION}:{level}:{self.variable}")


def page_markup(request: HttpRequest, sitting: Sitting, step: Step) -> SafeString | None:
    """Return a page on which nothing is wrong or odd; None to have it drawn whole."""
    definition = sitting.definition
    if not is_plain(request, sitting) or step.page.recap or step.codes in quoting_pages(definition):
        return None
    if not all(is_alike(question, definition) for question in step.questions) or sitting.last_edition:
        return None
    steps, before = sitting.path.within(step.section.code), sitting.path.before(step)
    asked = tuple(question.variable for question in step.questions)
    state = (step.codes, asked, tuple(other.codes for other in steps), before and before.codes)

    def draw(stand_in: SimpleNamespace, asking: HttpRequest) -> str:
        form = PageForm(Step(step.section, step.page, ()), definition, {}, revision=REVISION)
        form.initial["request_id"] = REQUEST
        declaration = DeclarationForm(()) if definition.is_one_page else None
        if declaration:
            declaration.initial["idempotency_key"] = SENDING
        context = {
            "sitting": stand_in,
            "form": form,
            "step": step,
            "entries": [Hole(question.variable) for question in step.questions],
            "steps": steps,
            "previous": before,
            "back": "",
            "declaration": declaration,
            "csrf_token": hole("csrf"),
        }
        return render_to_string("surveys/page.html", context, asking)

    frame = frame_of(request, sitting, state, draw)
    values = values_of(request, sitting)
    values |= {"revision": str(sitting.response.revision), "request": str(uuid4()), "sending": str(uuid4())}
    return frame.fill(values | dict(questions_of(frame, sitting, step)))


def questions_of(frame: Stencil, sitting: Sitting, step: Step) -> Iterator[tuple[str, SafeString]]:
    """Yield the markup of the page's questions by the name of their hole."""
    form = SimpleLazyObject(lambda: PageForm(step, sitting.definition, sitting.cells))
    for name in frame.names:
        mark, _, rest = name.partition(":")
        if mark != QUESTION:
            continue
        level, _, variable = rest.partition(":")
        entry = Entry(sitting.definition.questions[variable], form)
        draw = partial(render_to_string, entry.template, {"entry": entry, "level": int(level)})
        yield name, drawn_for(sitting.definition, entry.question, int(level), sitting.cells, draw)


def receipt_markup(
    request: HttpRequest, sitting: Sitting, receipt: Submission, sections: Iterable
) -> SafeString | None:
    """Return the receipt of what a company sent once, and is not open again; None to have it drawn whole."""
    is_usual = sitting.is_submitted and not receipt.is_recorded and len(sitting.receipts) == 1
    if not is_usual or not is_plain(request, sitting):
        return None
    has_email, by = bool(sitting.contact and sitting.contact.work_email), bool(receipt.submitted_by)
    campaign = sitting.campaign
    state = (has_email, by, campaign.closes_at, campaign.is_demo, campaign.state)

    def draw(stand_in: SimpleNamespace, asking: HttpRequest) -> str:
        stand_in.contact = SimpleNamespace(work_email=has_email)
        stand_in.is_open, stand_in.reopening, stand_in.receipts = False, None, ()
        shown = SimpleNamespace(
            receipt_number=hole("number"),
            submitted_by=by and hole("by"),
            sequence=hole("sequence"),
            is_recorded=False,
        )
        stand_in.receipt = shown
        context = {
            "sitting": stand_in,
            "receipt": shown,
            "sent_at": hole("at"),
            "answers": hole("answers"),
            "csrf_token": hole("csrf"),
        }
        return render_to_string("surveys/receipt.html", context, asking)

    frame = frame_of(request, sitting, state, draw)
    return frame.fill(
        values_of(request, sitting)
        | {
            "number": escape(receipt.receipt_number),
            "by": escape(receipt.submitted_by),
            "sequence": str(receipt.sequence),
            "at": escape(sent_at(receipt)),
            "answers": answers_sent(sitting.definition, sections),
        }
    )


def is_plain(request: HttpRequest, sitting: Sitting) -> bool:
    """Tell whether the page says nothing beside what it always says."""
    is_bare = request.method == "GET" and not request.META.get("QUERY_STRING") and not settings.DEBUG
    return is_bare and not sitting.operator and not len(get_messages(request))


def frame_of(
    request: HttpRequest, sitting: Sitting, state: tuple, draw: Callable[[SimpleNamespace, HttpRequest], str]
) -> Stencil:
    """Return the frame for a state, drawn now if nobody has met it yet."""
    campaign = sitting.campaign
    kept = _frames.setdefault(sitting.definition, {})
    edition = (campaign.label, campaign.reference_date)
    view = request.resolver_match.view_name
    key = (view, get_language(), request.user.is_authenticated, bool(sitting.grant), edition, state)
    if key not in kept:
        if len(kept) >= MOST_PER_VERSION:
            kept.clear()
        kept[key] = Stencil(draw(stand_in_for(sitting), asking_like(request, sitting)), MARKS)
    return kept[key]


def stand_in_for(sitting: Sitting) -> SimpleNamespace:
    """Return what the templates read of a sitting, with marks for what is a company's."""
    return SimpleNamespace(
        response=SimpleNamespace(pk=RESPONSE),
        unit=SimpleNamespace(name_at_launch=hole("company")),
        campaign=sitting.campaign,
        definition=sitting.definition,
        operator=None,
        invitation=SimpleNamespace(pk=INVITATION),
        way_back=hole("way_back"),
        grant=sitting.grant and SimpleNamespace(left=LEFT, warning=WARNING),
        read_as=sitting.read_as,
        is_open=True,
        saved_line=hole("saved"),
    )


def asking_like(request: HttpRequest, sitting: Sitting) -> HttpRequest:
    """Return a request for the same page of the stand-in: only the language and the menu depend on it."""
    asking = HttpRequest()
    asking.path = asking.path_info = request.path.replace(str(sitting.response.pk), str(RESPONSE))
    asking.method, asking.META = "GET", {"SERVER_NAME": "", "SERVER_PORT": ""}
    asking.COOKIES = {settings.SESSION_COOKIE_NAME: ""}
    asking.resolver_match, asking.user = request.resolver_match, request.user
    return asking


def values_of(request: HttpRequest, sitting: Sitting) -> dict[str, str]:
    values = {
        "response": str(sitting.response.pk),
        "company": escape(sitting.unit.name_at_launch),
        "csrf": get_token(request),
        "saved": saved_line(sitting),
    }
    if sitting.invitation:
        values["invitation"] = str(sitting.invitation.pk)
    if sitting.grant:
        left, warning = str(sitting.grant.left), str(sitting.grant.warning)
        values |= {"left": left, "warning": warning, "way_back": escape(sitting.way_back)}
    return values
