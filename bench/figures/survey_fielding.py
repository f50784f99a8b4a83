"""Running an edition of 3,000 companies: queueing waves, and the page that shows how it is going."""

import time

from django.urls import reverse

from bench.client import Target
from bench.fielding import UNITS, large_edition
from bench.figures.register import GOAL, manager_of_a_large_register
from bench.measure import Bench
from bench.row import Row
from surveys.fielding.actions import insert_messages

WAVES = ("invitation", "reminder_1", "reminder_2", "reminder_3", "last_call")
# The longest that queueing one wave may take, in seconds.
LIMIT = 2.0


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


def figure_monitor(bench: Bench) -> Row:
    headers = manager_of_a_large_register()
    path = reverse("admin:surveys_campaign_live", args=[large_edition().pk]) + "?part=figures"
    return bench.against_bare("Monitor of 3,000 companies", Target(bench.port, path, headers=headers), GOAL)
