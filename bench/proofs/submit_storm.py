"""``python -m bench.proofs.submit_storm``: many processes send one response at the same moment.

Proof 2: 32 processes, 200 rounds, in each a response that none has sent yet. Afterwards every
response has exactly one submission, and every process holds its receipt number.
"""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from rich.console import Console
from rich.progress import track

from bench.proofs import ground

PROCESSES, ROUNDS = 32, 200

# Open lines of the parent's that a child must neither use nor close.
_aside: list = []


@dataclass(frozen=True)
class Storm:
    """What came of it: submissions stored, receipts equal to theirs, and the rounds gone wrong."""

    rounds: int
    submissions: int
    equal_receipts: int
    wrong: tuple[str, ...]


def run_storm(responses: Sequence[UUID], processes: int, progress=iter) -> Storm:
    """Let so many processes send each response in turn, all at once; return what they were told.

    The responses are complete and not sent. Django has to be set up.
    """
    from django.db import connections  # noqa: PLC0415 - Django has to be set up first

    from surveys.models import Message, Submission  # noqa: PLC0415

    connections.close_all()  # a child that inherits a connection would speak on its parent's line
    context = multiprocessing.get_context("fork")
    barrier, told = context.Barrier(processes + 1), context.SimpleQueue()
    children = [
        context.Process(target=send_all, args=(list(responses), barrier, told), daemon=True)
        for _ in range(processes)
    ]
    for child in children:
        child.start()
    receipts: list[list[str]] = []
    for _ in progress(responses):
        barrier.wait(timeout=120)
        receipts.append([told.get() for _ in range(processes)])
    for child in children:
        child.join(60)
    stored: dict[UUID, list[str]] = {pk: [] for pk in responses}
    for pk, number in Submission.objects.filter(response__in=responses).values_list(
        "response", "receipt_number"
    ):
        stored[pk].append(number)
    wrong = tuple(
        f"{pk}: stored {stored[pk]}, told {sorted(set(heard))}"
        for pk, heard in zip(responses, receipts, strict=True)
        if len(stored[pk]) != 1 or set(heard) != set(stored[pk])
    )
    mails = Message.objects.filter(unit__response__in=responses, wave="receipt").count()
    if mails > len(responses):
        wrong += (f"{mails} receipts to mail",)
    equal = sum(len(heard) for heard in receipts) - len(responses) if not wrong else 0
    return Storm(len(responses), sum(map(len, stored.values())), equal, wrong)


def send_all(responses: Sequence[UUID], barrier, told) -> None:
    from surveys.answering.actions import submit_response  # noqa: PLC0415
    from surveys.models import Response  # noqa: PLC0415

    put_inherited_lines_aside()
    for pk in responses:
        response = Response.objects.get(pk=pk)
        barrier.wait(timeout=120)
        try:
            told.put(submit_response(response, idempotency_key=uuid4(), by="Storm").receipt_number)
        except Exception as error:  # noqa: BLE001 - an error is an answer that counts as wrong
            told.put(repr(error))


def put_inherited_lines_aside() -> None:
    """Give this process connections of its own.

    Django keeps a thread's connections apart by whether an event loop runs in it. A parent in which one runs
    (a browser test's) closes only those; a child has no loop, and would find an older one that all share.
    Closing it here would end it for the others, so it is kept and never used.
    """
    from django.db import connections  # noqa: PLC0415

    for inherited in connections.all(initialized_only=True):
        _aside.append(inherited.connection)
        inherited.connection = None


def complete_responses(number: int) -> list[UUID]:
    from bench.one_page import companies, complete, one_page_edition  # noqa: PLC0415

    found = [pk for pk, _session in companies(one_page_edition(), number)]
    for pk in found:
        complete(pk)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    console = Console()
    ground.set_up()
    responses = complete_responses(asked.rounds)
    began = time.perf_counter()
    storm = run_storm(
        responses, asked.processes, lambda all_of: track(all_of, "Sending", console=console, transient=True)
    )
    console.print(
        f"{asked.processes} processes × {storm.rounds} rounds in {time.perf_counter() - began:.0f} s: "
        f"{storm.submissions} submissions, {storm.equal_receipts} equal receipts beside them, "
        f"{len(storm.wrong)} rounds wrong"
    )
    for text in storm.wrong:
        console.print(text, highlight=False)
    return 1 if storm.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
