"""``python -m bench``: measure every figure, print the table, keep it in ``bench/results/latest.json``.

``QUICK=1`` measures each figure for a shorter time; ``FIGURES=survey_peer`` only those of a module, or
those with the word in their name. Exit code 1 when a figure is below its goal.
"""

import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from rich.console import Console

from bench import figures, row, site
from bench.measure import Bench
from tera.postgres.cluster import BASE_DIR, cluster

RESULTS = Path(__file__).resolve().parent / "results" / "latest.json"


def main() -> int:
    console = Console()
    console.width = max(console.width, 110)  # in a narrow window or a log, lines fold rather than figures
    quick = os.environ.get("QUICK", "") not in {"", "0"}
    url = os.environ.get("DATABASE_URL") or cluster(BASE_DIR, os.environ.get("TERA_MODE", "test")).url
    os.environ |= {
        "DATABASE_URL": site.create_database(url),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "TERA_MODE": "demo",
    }
    django.setup()
    site.prepare(console)
    with site.served() as port:
        bench = Bench(port, rounds=3 if quick else 7, seconds=0.8 if quick else 2.0)
        rows = list(measured(bench, console))
    row.show(rows, console)
    row.write(rows, RESULTS)
    return 0 if all(each.ok for each in rows) else 1


def measured(bench: Bench, console: Console) -> Iterator[row.Row]:
    for figure in all_figures():
        console.print(f"{figure.__name__} …", highlight=False)
        found = figure(bench)
        if isinstance(found, row.Row):
            yield found
        elif found:
            yield from found


def all_figures() -> Iterator[Callable[[Bench], row.Row | None]]:
    """Yield every function named ``figure_…`` in ``bench/figures/``, in the order written."""
    wanted = os.environ.get("FIGURES", "")
    for module in pkgutil.iter_modules(figures.__path__):
        # A copy: a warning raised in a module while it is measured adds a name to it.
        members = dict(vars(importlib.import_module(f"bench.figures.{module.name}")))
        yield from (found for name, found in members.items() if is_wanted(module.name, name, wanted))


def is_wanted(module: str, name: str, wanted: str) -> bool:
    return name.startswith("figure_") and (wanted == module or wanted in name)


if __name__ == "__main__":
    sys.exit(main())
