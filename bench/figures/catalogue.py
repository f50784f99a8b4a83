"""Searches of the catalogue at 2,000, 100,000 and 1,000,000 offers, and what a search engine in memory takes.

Values and references are milliseconds; a ratio is the reference by the value, so that more is better.
The machine is as it is: compare within one run.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

from bench.measure import Bench
from bench.row import Row
from tera.postgres.cluster import BASE_DIR

# The most that 95 of 100 searches may take on one connection.
LIMITS = {2_000: 50.0, 100_000: 50.0, 1_000_000: 100.0}
KINDS = ("rare", "frequent", "frequent + filter", "empty")
RUNS = {True: 12, False: 60}


def sizes() -> list[int]:
    """Return the sizes to measure: QUICK leaves out the large ones, which take minutes to make."""
    quick = os.environ.get("QUICK", "") not in {"", "0"}
    asked = os.environ.get("CATALOGUE_SIZES", "2000" if quick else "2000,100000,1000000")
    return [int(size) for size in asked.split(",")]


@cache
def measured(offers: int, runs: int) -> dict:
    """Measure one size in a process of its own, since it reads another database."""
    command = [sys.executable, "-m", "bench.catalogue", str(offers), str(runs)]
    environment = os.environ | {"PYTHONPATH": str(BASE_DIR), "BENCH_DATABASE_URL": os.environ["DATABASE_URL"]}
    done = subprocess.run(
        command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def figure_searches(bench: Bench) -> Iterator[Row]:
    quick = bench.rounds < 7
    for offers in sizes():
        yield from rows_of(measured(offers, RUNS[quick]))


def rows_of(found: dict) -> Iterator[Row]:
    offers = found["offers"]
    name = f"{offers:,} offers"
    for kind in KINDS:
        one = found["kinds"][kind]
        yield row(f"{name}, {kind}, least", one["least"], LIMITS[offers], goal=0)
        yield row(f"{name}, {kind}, processor of the web process", one["used"], LIMITS[offers], goal=0)
        yield row(f"{name}, {kind}, p50", one["p50"], LIMITS[offers], goal=0)
        yield row(f"{name}, {kind}, p95", one["p95"], LIMITS[offers], goal=1)
    for kind in KINDS:
        eight = found["eight"][kind]
        yield row(f"{name}, {kind}, 8 connections, p95", eight["p95"], LIMITS[offers], goal=0)
    limit = found["limit"]
    for kind in KINDS:
        if "skipped" in limit:  # no package index, or no wheel for this machine
            break
        yield row(f"{name}, {kind}, against tantivy", found["kinds"][kind]["p95"], limit[kind]["p95"], goal=0)
    if "plain" in found:
        for kind in KINDS:
            plain = found["plain"][kind]["p50"]
            yield row(f"{name}, {kind}, in the plain way, p50", plain, LIMITS[offers], goal=0)
        page = found["page"]
        yield row(f"{name}, whole page against its SQL", page["page"], page["sql"], goal=0.5)
    update = found["update"]
    yield row(f"{name}, fast and plain agree", 1, 1 if found["agrees"] else 0, goal=1)
    yield row(f"{name}, saving one offer", update["save"], LIMITS[offers], goal=1)
    yield row(f"{name}, search after it, p95", update["search_p95"], LIMITS[offers], goal=0)
    seconds = {"making the offers": found.get("fill_seconds"), "building the index": found["build_seconds"]}
    for what, value in seconds.items():
        if value is not None:
            yield row(f"{name}, {what}, s", round(value, 1), 0, goal=0, unit="s")
    yield row(f"{name}, memory of a process, MB", found["memory"], 0, goal=0, unit="MB")


def row(name: str, value: float, reference: float, *, goal: float, unit: str = "ms") -> Row:
    ratio = reference / value if value else 0.0
    return Row(name, value, unit, reference, round(ratio, 3), goal, ratio >= goal)
