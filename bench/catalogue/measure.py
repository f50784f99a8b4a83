"""What one size of the catalogue takes; ``__main__`` has set up Django for its database before."""

import gc
import multiprocessing
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

from django.core.management import call_command
from django.db import connection, connections
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import activate
from rich.console import Console
from rich.progress import Progress

from bench.catalogue import tantivy_limit
from bench.catalogue.generate import fill
from bench.catalogue.words import RARE
from tera.demo.prepare import collect_static_files
from tera.garbage import THRESHOLDS, tidy
from training.indexing.build import build_indexes
from training.models import Offer, Provider, SearchChange, SearchIndex
from training.search import OfferSearch

CONNECTIONS = 8
# The plain path is slow where the fast one is needed: only so many of its answers are compared.
COMPARED = 1
# So many offers the plain path serves well: it is measured too.
PLAIN_UP_TO = 2_000


def prepare(offers: int, console: Console) -> float:
    """Make the database of one size; return the seconds that took the offers."""
    collect_static_files()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_baseline", verbosity=0)
    Offer.objects.create(slug="example", provider=Provider.objects.first(), name_es="x", source_note="bench")
    began = time.perf_counter()
    with Progress(console=console) as bar:
        fill(offers, shown(bar))
    return time.perf_counter() - began


def settle() -> None:
    """Run newer migrations, and have done now what PostgreSQL would do in the background while we measure."""
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def shown(bar: Progress) -> Callable[[str, float], None]:
    tasks: dict[str, int] = {}

    def show(step: str, share: float) -> None:
        task = tasks.get(step)
        if task is None:
            task = tasks[step] = bar.add_task(step, total=1)
        bar.update(task, completed=min(1, share))

    return show


def kinds(offers: int) -> dict[str, list[str]]:
    """Return addresses of each kind; the frequent words are in 15 to 30 % of the offers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT word FROM ts_stat('SELECT search_es FROM training_offer TABLESAMPLE SYSTEM (20)')
            WHERE ndoc BETWEEN %s AND %s ORDER BY ndoc DESC LIMIT 6""",
            [offers * 0.2 * 0.15, offers * 0.2 * 0.3],
        )
        stems = [word for (word,) in cursor.fetchall()]
        cursor.execute(
            """SELECT DISTINCT ON (stem) word FROM (
                SELECT word, (tsvector_to_array(offer_tsvector_es(word)))[1] AS stem
                FROM (
                    SELECT unnest(string_to_array(description_es, ' ')) AS word
                    FROM training_offer LIMIT 20000
                ) w
            ) s WHERE stem = ANY (%s) AND length(word) > 3""",
            [stems],
        )
        frequent = [word for (word,) in cursor.fetchall()]
    filters = [
        "modalidad=online&precio=free",
        "cuando=abierta",
        "nivel=advanced&idioma=es",
        "para=student&paga=emcan",
    ]
    return {
        "rare": [f"q={RARE}"],
        "frequent": [f"q={word}" for word in frequent],
        "frequent + filter": [f"q={word}&{chosen}" for word in frequent for chosen in filters],
        "empty": ["", "orden=fecha", "orden=demanda", "orden=nombre"],
    }


def ask(address: str):
    search = OfferSearch(QueryDict(address), language="es", day=timezone.localdate())
    assert search.counts.total >= 0
    assert len(search.facets) > 3
    return search, list(search.page)


def timed(addresses: list[str], runs: int, ask: Callable = ask) -> list[tuple[float, float]]:
    """Return the milliseconds of each search, by the clock and of this process alone."""
    found = []
    for run in range(runs):
        began, used = time.perf_counter(), time.process_time()
        ask(addresses[run % len(addresses)])
        found.append(((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000))
        tidy()  # as the web process does when its answer is on its way
    return found


def measured(offers: int, runs: int, console: Console) -> dict:
    activate("es")
    gc.set_threshold(*THRESHOLDS)
    found: dict = {"kinds": {}, "eight": {}, "agrees": None}
    asked = kinds(offers)
    SearchIndex.objects.all().delete()
    if offers <= PLAIN_UP_TO:
        found["plain"] = {kind: summary(timed(some, runs, ask_plainly)) for kind, some in asked.items()}
        found["page"] = page_against_sql(runs)
    with Progress(console=console) as bar:
        began = time.perf_counter()
        build_indexes(timezone.localdate(), ["es"], progress=shown(bar))
        found["build_seconds"] = time.perf_counter() - began
    for kind, addresses in asked.items():
        for address in addresses:
            ask(address)
        found["kinds"][kind] = summary(timed(addresses, runs))
        console.print(f"{offers:,} {kind}: {found['kinds'][kind]}", highlight=False)
    for kind, addresses in asked.items():
        found["eight"][kind] = summary(timed_by_eight(addresses, max(4, runs // 4)))
    found["agrees"] = all(agree(asked, console))
    found["update"] = cost_of_a_change(asked, console)
    found["memory"] = memory()
    found["limit"] = tantivy_limit.run(asked, runs, console)
    return found


def summary(searches: list[tuple[float, float]]) -> dict[str, float]:
    """Return the least as well: other work on the machine only ever adds to what a search takes."""
    times = [clock for clock, _used in searches]
    return {
        "used": round(median(used for _clock, used in searches), 1),
        "least": round(min(times), 1),
        "p50": round(median(times), 1),
        "p95": round(quantiles(times, n=20)[-1], 1),
    }


def timed_by_eight(addresses: list[str], runs: int) -> list[tuple[float, float]]:
    """The same from eight processes at once, each with a connection of its own and the index of this one."""
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(CONNECTIONS) as pool:
        parts = pool.starmap(timed, [(addresses, runs + 1)] * CONNECTIONS, chunksize=1)
    return [value for part in parts for value in part[1:]]


def agree(asked: dict[str, list[str]], console: Console) -> Iterator[bool]:
    for addresses in asked.values():
        for address in addresses[:COMPARED]:
            fast, page = ask(address)
            slow, _milliseconds = ask_plainly(address)
            same = fast.counts == slow.counts and [o.pk for o in page] == [o.pk for o in slow.page]
            if not same:
                console.print(f"differs: {address}")
            yield same


def ask_plainly(address: str):
    search = OfferSearch(QueryDict(address), language="es", day=timezone.localdate())
    search.fast = None
    began = time.perf_counter()
    search.counts, list(search.page)
    return search, (time.perf_counter() - began) * 1000


def cost_of_a_change(asked: dict[str, list[str]], console: Console) -> dict[str, float]:
    """Return what saving one offer takes, and a search right after it, in milliseconds."""
    saves, after = [], []
    for offer in Offer.objects.published().without_search_columns().order_by("-pk")[:10]:
        began = time.perf_counter()
        offer.save(update_fields=["level", "modified_at"])
        saves.append((time.perf_counter() - began) * 1000)
        after += timed(asked["frequent"][:2], 2)
    SearchChange.objects.all().delete()
    return {
        "save": round(median(saves), 2),
        "search_least": summary(after)["least"],
        "search_p95": summary(after)["p95"],
    }


def memory() -> int:
    """Return how many megabytes this process holds."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def page_against_sql(runs: int) -> dict[str, float]:
    """Return the milliseconds of the whole page, and of the SQL in it."""
    client, pages, statements = Client(HTTP_HOST="127.0.0.1"), [], []
    spent = 0.0

    def count(execute, sql, parameters, many, context):
        nonlocal spent
        began = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            spent += time.perf_counter() - began

    with connection.execute_wrapper(count):
        for run in range(runs + 3):
            spent, began = 0.0, time.perf_counter()
            client.get(reverse("training:offer-list") + "?q=datos")
            if run >= 3:
                pages.append((time.perf_counter() - began) * 1000)
                statements.append(spent * 1000)
    return {"page": round(median(pages), 2), "sql": round(median(statements), 2)}
