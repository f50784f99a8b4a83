"""``python -m bench.catalogue OFFERS RUNS``: one size of the catalogue, in a process of its own.

Prints one JSON object: for each kind of search the milliseconds of a page of 20 with its total and all
counts, on one connection and on eight; whether fast and plain agree; what one changed offer costs.
"""

import importlib
import json
import os
import sys

import django
from rich.console import Console

from bench.catalogue.database import keep, kept_database
from tera.postgres.cluster import BASE_DIR, cluster


def main() -> None:
    offers, runs = int(sys.argv[1]), int(sys.argv[2])
    url = os.environ.get("BENCH_DATABASE_URL") or cluster(BASE_DIR, os.environ.get("TERA_MODE", "test")).url
    database, is_kept = kept_database(url, offers)
    os.environ |= {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "bench.settings", "TERA_MODE": "demo"}
    django.setup()
    console = Console(stderr=True)
    measure = importlib.import_module("bench.catalogue.measure")
    found: dict = {"offers": offers}
    if not is_kept:
        found["fill_seconds"] = measure.prepare(offers, console)
        keep(url, offers)
    measure.settle()
    found |= measure.measured(offers, runs, console)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
