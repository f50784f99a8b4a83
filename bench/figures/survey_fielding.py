"""Running an edition of 3,000 companies: queueing waves, sending one, and the page that shows how it goes."""

import time
from functools import cache

from django.urls import reverse

from bench.client import Target
from bench.fielding import UNITS, large_edition
from bench.figures.register import GOAL, manager_of_a_large_register
from bench.measure import Bench
from bench.row import Row
from bench.slow_mail import ceiling, resident_megabytes, slow_mail_server
from surveys.enums import MessageState
from surveys.fielding.actions import insert_messages
from surveys.fielding.outbox import send_queued
from surveys.models import Message

WAVES = ("invitation", "reminder_1", "reminder_2", "reminder_3", "last_call")
# The longest that queueing one wave may take, in seconds.
LIMIT = 2.0
# The least share of a slow server's own pace, and the most memory that sending may gain, in megabytes.
PACE, GROWTH = 0.5, 20.0
QUICK_MESSAGES = 300


def figure_waves(bench: Bench) -> Row:
    """Queue five waves; the value is the slowest, in seconds, and the reference the limit."""
    manager_of_a_large_register()
    campaign = large_edition()
    slowest = 0.0
    for wave in WAVES:
        began = time.perf_counter()
        if insert_messages(campaign, wave) != UNITS:
            raise RuntimeError(f"The wave {wave} did not reach every company")
        slowest = max(slowest, time.perf_counter() - began)
    return Row(
        name="Wave to 3,000 companies, queued",
        value=round(slowest, 3),
        unit="s",
        reference=LIMIT,
        ratio=round(LIMIT / slowest, 2),
        goal=1,
        ok=slowest <= LIMIT,
    )


def figure_sending(bench: Bench) -> Row:
    """Send a wave to a slow server; compared with a client that repeats one ready message over one line."""
    number, rate, fastest, _grown = wave_sent_slowly(messages_for(bench))
    return Row(
        name=f"Wave of {number:,} sent to a slow mail server",
        value=round(rate, 1),
        unit="messages/s",
        reference=round(fastest, 1),
        ratio=round(rate / fastest, 3),
        goal=PACE,
        ok=rate >= PACE * fastest,
    )


def figure_sending_memory(bench: Bench) -> Row:
    """The memory that the sender gained after the first tenth of that wave, against the limit."""
    number, _rate, _fastest, grown = wave_sent_slowly(messages_for(bench))
    return Row(
        name=f"Memory gained by sending {number:,}",
        value=round(grown, 1),
        unit="MB",
        reference=GROWTH,
        ratio=round(GROWTH / max(grown, 0.1), 2),
        goal=1,
        ok=grown <= GROWTH,
    )


def messages_for(bench: Bench) -> int:
    return QUICK_MESSAGES if bench.rounds < 7 else UNITS


@cache
def wave_sent_slowly(number: int) -> tuple[int, float, float, float]:
    """Return how many were sent, at what pace, the server's own (both a second), and megabytes gained."""
    manager_of_a_large_register()
    queued = Message.objects.filter(unit__campaign=large_edition(), state=MessageState.QUEUED)
    chosen = list(queued.order_by("pk").values_list("pk", flat=True)[:number])
    queued.exclude(pk__in=chosen).update(state=MessageState.SKIPPED)
    with slow_mail_server() as (server, port):
        fastest = ceiling(port)
        server.warm_after = server.taken + number // 10
        began = time.perf_counter()
        outcome = send_queued()
        rate = number / (time.perf_counter() - began)
    if outcome != {MessageState.SENT: number}:
        raise RuntimeError(f"The wave did not reach every company: {outcome}")
    return number, rate, fastest, resident_megabytes() - server.resident


def figure_monitor(bench: Bench) -> Row:
    headers = manager_of_a_large_register()
    path = reverse("admin:surveys_campaign_live", args=[large_edition().pk]) + "?part=figures"
    return bench.against_bare("Monitor of 3,000 companies", Target(bench.port, path, headers=headers), GOAL)
