"""An edition's answers as a file for SPSS (.sav) or Stata (.dta), one case for each company.

The library that writes them holds the whole table and brings pandas along: it runs in a process of its
own, which gives all that memory back when it ends. See ``docs/decisions/0030``.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.conf import settings
from django.utils import translation

from surveys.models import Campaign
from surveys.results.answer_files import Row, Tally, line_of

from .cases import Spool, spool_cases, variables_in
from .columns import SPSS, STATA, fitted
from .notes import label_of, notes_of
from .variables import Variable

LIMITS = {"sav": SPSS, "dta": STATA}
PROGRAMS = {"sav": "SPSS", "dta": "Stata"}
MOST_SECONDS = 300


def write_statistical(file: BinaryIO, campaign: Campaign, kind: str, language: str) -> Tally:
    """Write what the companies sent, in words of a language; return the count and checksum in the file."""
    with TemporaryDirectory() as name, translation.override(language):
        folder = Path(name)
        with (folder / "spool").open("w+", encoding="utf-8") as spooled:
            spool = spool_cases(campaign, spooled, language)
            variables = variables_in(spool, language)
            tally = put_rows(folder / "rows", spool, variables)
        about = {
            "columns": [asdict(column) for column in fitted([v.column for v in variables], LIMITS[kind])],
            "label": label_of(campaign, tally),
            "notes": notes_of(campaign, list(spool.versions), tally),
        }
        (folder / "about").write_text(json.dumps(about), encoding="utf-8")
        run(folder, kind)
        with (folder / f"file.{kind}").open("rb") as written:
            shutil.copyfileobj(written, file)
    return tally


def put_rows(path: Path, spool: Spool, variables: list[Variable]) -> Tally:
    tally = Tally()
    with path.open("wb") as file:
        for row in tally.through(rows_of(spool, variables)):
            file.write(line_of(row))
    return tally


def rows_of(spool: Spool, variables: list[Variable]) -> Iterator[Row]:
    for case in spool.cases():
        yield tuple(variable.of(case) for variable in variables)


def run(folder: Path, kind: str) -> None:
    program = [sys.executable, "-m", "surveys.results.statistical.writing", str(folder), kind]
    subprocess.run(  # noqa: S603 - our own program, in a folder of our own
        program, cwd=settings.BASE_DIR, check=True, timeout=MOST_SECONDS, stdin=subprocess.DEVNULL
    )
