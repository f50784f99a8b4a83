"""``python -m bench.proofs.export_memory``: exports stream, so ten times the rows take no more memory.

Proof 9, at 85 companies of 400 cells and ten times that. Each file is written by a process of its own,
whose peak is the operating system's figure.
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from rich.console import Console
from rich.table import Table

from surveys.results.answer_files import WRITERS

# One edition of 85 companies with 400 cells each.
ROWS = 34_000
MOST_MORE = 8.0


def rows(number: int) -> Iterator[tuple[str, ...]]:
    for n in range(number):
        yield ("2026", "q", "1", str(n), f"Entidad {n}", "R", "1", "answer", "x", "", "", "given", "á; =1")


def write(kind: str, number: int) -> tuple[float, float, int]:
    """Write a file of so many rows; return the process's peak in MB, the seconds, the count it says."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as file:
        count = WRITERS[kind](file, [str(n) for n in range(13)], rows(number)).count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return peak, time.perf_counter() - start, count


def measure(kind: str, number: int) -> tuple[float, float, int]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(write, kind, number).result()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    number = parser.parse_args().rows
    table, wrong = Table("format", "rows", "peak MB", "at 10 ×", "seconds", "at 10 ×"), 0
    for kind in ("csv", "xlsx", "json"):
        (small, quick, one), (large, slow, ten) = measure(kind, number), measure(kind, 10 * number)
        wrong += large - small > MOST_MORE or (one, ten) != (number, 10 * number)
        table.add_row(kind, f"{one:,}", f"{small:.1f}", f"{large:.1f}", f"{quick:.1f}", f"{slow:.1f}")
    Console().print(table, f"{wrong} formats wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
