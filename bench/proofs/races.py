"""``python -m bench.proofs.races``: two things that exclude each other, done at the same moment.

Proof 4, 1,000 races each: the close of an edition against the sending of a response, opening a sent
response again against a save, taking a link away against a save, publishing a correction against a
save. Counts how each race ended, and which of those ends must not be.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from rich.console import Console
from rich.progress import track

from bench.proofs.ground import at_once, set_up
from bench.proofs.publishing import publish_against_save

RACES = 1_000
# Rather longer than a save takes on a busy machine, so that each of the two comes first now and then.
APART = 0.25

End = str
Race = Callable[[], tuple[End, bool]]


def both(answering: Callable[[], Any], other: Callable[[], Any]) -> list[Any]:
    """Run both at once; the other, which is the quicker one, sets off up to ``APART`` seconds later."""
    delay = random.uniform(0, APART)  # noqa: S311 - not a secret

    def later() -> Any:
        time.sleep(delay)
        return other()

    return at_once(answering, later)


def close_against_submit() -> tuple[End, bool]:
    """Either it was sent and counts, or the edition closed first and it is partial: never both."""
    from surveys.answering.actions import submit_response  # noqa: PLC0415
    from surveys.answering.errors import SurveyClosed  # noqa: PLC0415
    from surveys.fielding.actions import close_campaign  # noqa: PLC0415

    response, _client = new_response(answered=True)
    sent, _closed = both(
        lambda: submit_response(response, idempotency_key=uuid4(), by="Ada"),
        lambda: close_campaign(response.unit.campaign),
    )
    response.refresh_from_db()
    response.unit.campaign.refresh_from_db()
    found = (response.state, response.submissions.count(), response.unit.campaign.state)
    if isinstance(sent, SurveyClosed):
        return "closed first", found == ("partial", 0, "closed")
    if isinstance(sent, Exception):
        return repr(sent), False
    return "sent first", found == ("submitted", 1, "closed")


def reopen_against_save() -> tuple[End, bool]:
    """The response is open in the end; the save counts if and only if it was acknowledged."""
    from members.models import User  # noqa: PLC0415
    from surveys.answering.actions import reopen_response, submit_response  # noqa: PLC0415

    response, client = new_response(answered=True)
    submission = submit_response(response, idempotency_key=uuid4(), by="Ada")
    manager = User.objects.create(email=f"{uuid4().hex}@bench.example")
    before = response.events.count()
    saved, reopened = both(
        lambda: autosave(client, response.pk), lambda: reopen_response(response, by=manager, reason="Race")
    )
    response.refresh_from_db()
    events, value = response.events.count() - before, response.answers.get(variable__code="bench-1").num
    sent = response.submissions.get()
    sound = response.state == "in_progress" and not isinstance(reopened, Exception)
    sound = sound and sent.payload_sha256 == submission.payload_sha256
    if saved == 200:
        return "opened first, saved", sound and (events, value) == (1, 77)
    if saved == 410:
        return "refused as sent", sound and (events, value) == (0, 12)
    return f"answered {saved!r}", False


def revoke_against_save() -> tuple[End, bool]:
    """The save counts if and only if it was acknowledged; the next one is refused."""
    from django.utils import timezone  # noqa: PLC0415

    from surveys.models import Invitation  # noqa: PLC0415

    response, client = new_response()
    links = Invitation.objects.filter(unit=response.unit)
    saved, _revoked = both(
        lambda: autosave(client, response.pk), lambda: links.update(revoked_at=timezone.now())
    )
    events, answers = response.events.count(), response.answers.count()
    sound = autosave(client, response.pk) == 404 and response.events.count() == events
    if saved == 200:
        return "saved before it was taken away", sound and (events, answers) == (1, 1)
    if saved == 404:
        return "taken away first", sound and (events, answers) == (0, 0)
    return f"answered {saved!r}", False


RACES_RUN: dict[str, Race] = {
    "close against submit": close_against_submit,
    "reopen against save": reopen_against_save,
    "revoke link against save": revoke_against_save,
    "publish against save": publish_against_save,
}


def new_response(*, answered: bool = False):
    """Return a response of an edition of its own, and a browser of its company."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from bench.one_page import companies, complete, one_page_edition  # noqa: PLC0415
    from surveys.models import Response  # noqa: PLC0415

    ((pk, session),) = companies(one_page_edition(uuid4().hex[:12]), 1)
    if answered:
        complete(pk)
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return Response.objects.select_related("unit__campaign").get(pk=pk), client


def autosave(client, pk: UUID) -> int:
    """Save one figure as the page's script does; return the status."""
    from django.urls import reverse  # noqa: PLC0415

    from bench.one_page import PAGE  # noqa: PLC0415
    from surveys.models import Response  # noqa: PLC0415

    revision = Response.objects.values_list("revision", flat=True).get(pk=pk)
    data = {"bench-1": "77", "revision": revision, "request_id": uuid4()}
    return client.post(reverse("surveys:autosave", args=[pk, *PAGE]), data | others(pk)).status_code


def others(pk: UUID) -> dict[str, Any]:
    """Return the page's other answers as they stand, which a browser sends too."""
    from surveys.models import Answer  # noqa: PLC0415

    rows = Answer.objects.filter(response=pk).exclude(variable__code="bench-1").select_related("variable")
    return {
        row.variable.code: row.value if isinstance(row.value, list | str) else f"{row.value:f}".split(".")[0]
        for row in rows
    }


def run_races(race: Race, number: int, progress=iter) -> tuple[Counter[End], list[End]]:
    """Return how often each end came, and the ends that must not be."""
    ends: Counter[End] = Counter()
    wrong = []
    for _ in progress(range(number)):
        end, sound = race()
        ends[end] += 1
        if not sound:
            wrong.append(end)
    return ends, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--races", type=int, default=RACES)
    asked = parser.parse_args()
    console, failed = Console(), 0
    set_up()
    for name, race in RACES_RUN.items():
        ends, wrong = run_races(
            race,
            asked.races,
            lambda all_of, n=name: track(all_of, n.capitalize(), console=console, transient=True),
        )
        told = ", ".join(f"{end} {count}" for end, count in ends.most_common())
        console.print(f"{asked.races} × {name}: {told}; {len(wrong)} wrong", highlight=False)
        failed += len(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
