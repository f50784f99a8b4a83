"""``python -m bench.proofs.routing_oracle``: every path of the questionnaire that ships, judged twice.

First without a server: for each combination of the answers that conditions look at, with nothing
else answered and with everything else answered, and for many answers drawn at random, the pages of
``find_path`` against those of a second routing that shares no code with it. Then over HTTP: one
company for each path there is, which answers without JavaScript where the pages lead it, and sends.
Prints what was tried and how often it was wrong; exit code 1 if ever.
"""

import itertools
import os
import random
import sys
import time
from collections.abc import Iterator, Mapping
from decimal import Decimal
from http.cookiejar import CookieJar
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

import django
from rich.console import Console

from bench.proofs.naive_routing import NaiveRouting
from bench.proofs.walk import Browse, Page, Reader, walk
from tera.postgres.cluster import BASE_DIR, cluster

AT_RANDOM = 5_000
MOST_COMBINATIONS = 200_000


class Tried(NamedTuple):
    """How many cases were compared, how many differed, and one case for each path there is."""

    cases: int
    wrong: int
    paths: dict


def compare_all(source: Mapping, at_random: int = AT_RANDOM) -> Tried:
    """Compare both routings on every combination that conditions tell apart, and at random."""
    # Imported here: Django has to be set up first.
    from surveys.instrument.parser import parse_definition  # noqa: PLC0415
    from surveys.instrument.routing import find_path  # noqa: PLC0415

    definition = parse_definition(source)
    paths, cases, wrong = {}, 0, 0
    for cells in itertools.chain(combinations(definition), drawn(definition, at_random)):
        naive = NaiveRouting(source, cells).pages()
        found = [
            (step.section.code, step.page.code, tuple(question.variable for question in step.questions))
            for step in find_path(definition, cells).steps
        ]
        cases += 1
        wrong += found != naive
        paths.setdefault(tuple(naive), cells)
    return Tried(cases, wrong, paths)


def combinations(definition) -> Iterator[dict]:
    """Yield every combination of the answers that conditions look at, alone and amid all others."""
    deciding = sorted(deciding_keys(definition))
    choices = {key: [None, *values_of(definition.slots[key])] for key in deciding}
    others = {
        slot.key: values_of(slot)[0]
        for slot in definition.slots.values()
        if slot.key not in choices and values_of(slot)
    }
    every = itertools.product(*choices.values())
    for combination in itertools.islice(every, MOST_COMBINATIONS):
        cells = {key: cell for key, cell in zip(deciding, combination, strict=True) if cell}
        yield cells
        yield {**others, **cells}


def drawn(definition, times: int) -> Iterator[dict]:
    rng = random.Random(20_261_125)  # noqa: S311 - not a secret
    values = {slot.key: values_of(slot) for slot in definition.slots.values()}
    for _ in range(times):
        yield {key: rng.choice(cells) for key, cells in values.items() if cells and rng.random() < 0.7}


def deciding_keys(definition) -> set:
    items = [item for _section, page in definition.pages() for item in (page, *page.questions)]
    reads = [read for item in items if item.show_if for read in item.show_if.reads()]
    return {read.key for read in reads if read.key in definition.slots and not read.before}


def values_of(slot) -> list:
    """Return cells to try in a slot: each choice, some figures, and not knowing."""
    from surveys.instrument.cells import Cell  # noqa: PLC0415

    out = [Cell(status=slot.opt_out.status)] if slot.opt_out else []
    codes = [choice.code for choice in slot.choices]
    if slot.kind == "multiple":
        free = [choice.code for choice in slot.choices if not choice.exclusive]
        pairs = itertools.combinations(free, 2)
        return [*(Cell((code,)) for code in codes), *(Cell(pair) for pair in pairs), Cell(tuple(free)), *out]
    if slot.kind == "scale":
        return [*(Cell(Decimal(code)) for code in codes), *out]
    if codes:
        return [*(Cell(code) for code in codes), *out]
    if slot.kind in ("number", "money", "percentage"):
        return [*(Cell(Decimal(number)) for number in (0, 1, 2, 5, 10, 50, 100)), *out]
    return [Cell("x"), *out] if slot.kind in ("text", "long_text") else out


def answers_by_field(cells: Mapping, keys: set) -> dict[str, list[str]]:
    """Return the deciding answers as a browser sends them."""
    sent = {}
    for key, cell in cells.items():
        if key in keys and cell.value is not None:
            values = cell.value if isinstance(cell.value, tuple) else (cell.value,)
            sent["--".join(part for part in key if part)] = [str(value) for value in values]
    return sent


def can_be_walked(cells: Mapping, keys: set) -> bool:
    """A company that sends has answered every question on its path with a value."""
    return all(cells[key].value is not None for key in keys & cells.keys())


def browser(port: int) -> Browse:
    """Return a browser with its own cookies, which follows redirects and runs no scripts."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def browse(method: str, path: str, fields: Mapping[str, list[str]]) -> Page:
        base = f"http://127.0.0.1:{port}"
        data = urlencode(fields, doseq=True).encode() if method == "POST" else None
        request = Request(base + urlsplit(path).path, data)  # noqa: S310 - our own server
        request.add_header("Sec-Fetch-Site", "same-origin")
        request.add_header("Origin", base)
        try:
            answer = opener.open(request)
        except HTTPError as error:
            answer = error
        with answer:
            return Page(urlsplit(answer.url).path, answer.status, answer.read().decode())

    return browse


def walk_all(source: Mapping, paths: Mapping, links: Iterator[tuple[str, str]], new_browser) -> list[str]:
    """Lead one company along each path that can be sent; return what went otherwise than foreseen."""
    from surveys.instrument.parser import parse_definition  # noqa: PLC0415

    keys = deciding_keys(parse_definition(source))
    wrong = []
    for foreseen, cells in paths.items():
        link, hub = next(links)
        browse = new_browser()
        press(browse, link)
        visit = walk(browse, hub, answers_by_field(cells, keys))
        if visit.pages != [(section, page, frozenset(names)) for section, page, names in foreseen]:
            wrong.append(f"led through {visit.pages}, foreseen {foreseen}")
        if not visit.receipt:
            wrong.append(f"no receipt after {foreseen}")
    return wrong


def press(browse: Browse, link: str) -> Page:
    """Open the link of the e-mail and press its button."""
    forms = Reader(browse("GET", link, {}).html).forms
    ticket = next(form.fields["ticket"] for form in forms if "ticket" in form.fields)
    return browse("POST", link, {"ticket": ticket})


def paths_to_walk(source: Mapping) -> dict:
    """Return one set of answers for each path of a company that has answered everything."""
    from surveys.instrument.parser import parse_definition  # noqa: PLC0415

    definition = parse_definition(source)
    keys = deciding_keys(definition)
    paths = {}
    for combination in combinations(definition):
        cells = {**combination, **typed_anyway(definition)}
        naive = NaiveRouting(source, cells)
        asked = {key for key in keys if naive.is_shown(key.variable)}
        if asked <= cells.keys() and can_be_walked(cells, keys):
            paths.setdefault(tuple(naive.pages()), cells)
    return paths


def typed_anyway(definition) -> dict:
    """Return the figures that decide about later rows as ``walk`` types them: a one in every cell."""
    from surveys.instrument.cells import Cell, Key  # noqa: PLC0415

    wanted = [question.rows_if for question in definition.questions.values() if question.rows_if]
    return {
        Key(rows.variable, row.code, col): Cell(Decimal(1))
        for rows in wanted
        for row in definition.questions[rows.variable].rows
        for col in rows.cols
    }


def open_links() -> Iterator[tuple[str, str]]:
    """Yield a new link and the hub's address for one company after another that has not answered."""
    from django.urls import reverse  # noqa: PLC0415

    from surveys.answering.actions import start_response  # noqa: PLC0415
    from surveys.fielding.links import issue_link  # noqa: PLC0415
    from surveys.models import Campaign  # noqa: PLC0415

    campaign = next(c for c in Campaign.objects.open() if c.accepts_answers())
    for unit in campaign.units.in_scope().filter(response=None).select_related("campaign"):
        response = start_response(unit)
        yield urlsplit(issue_link(unit, None)).path, reverse("surveys:hub", args=[response.pk])


def main() -> int:
    from bench import site  # noqa: PLC0415

    console = Console()
    url = os.environ.get("DATABASE_URL") or cluster(BASE_DIR, os.environ.get("TERA_MODE", "test")).url
    os.environ |= {
        "DATABASE_URL": site.create_database(url),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "TERA_MODE": "demo",
    }
    django.setup()
    from surveys.instrument.shipped import read_shipped  # noqa: PLC0415

    source = read_shipped()
    began = time.perf_counter()
    tried = compare_all(source)
    seconds = time.perf_counter() - began
    console.print(
        f"{tried.cases:,} answers compared in {seconds:.1f} s: {len(tried.paths)} paths, {tried.wrong} wrong"
    )
    site.prepare(console)
    walked = paths_to_walk(source)
    with site.served() as port:
        wrong = walk_all(source, walked, open_links(), lambda: browser(port))
    console.print(f"{len(walked)} paths walked over HTTP to their receipts: {len(wrong)} wrong")
    for text in wrong:
        console.print(text, highlight=False)
    return 1 if tried.wrong or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
