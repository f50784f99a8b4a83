"""The pages that a company meets, each against the bare view, with how many statements it takes."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.answering import PAGE, Browser, browsers, papers
from bench.client import Target
from bench.figures.register import manager_of_a_large_register
from bench.measure import Bench
from bench.row import Row

PAGES = {"start page": ("start",), "page of questions": ("page", *PAGE), "answers to check": ("check",)}
GOAL = 0.0  # told, not held: no page of the survey has a goal of its own


def figure_rendering(bench: Bench) -> Iterator[Row]:
    manager_of_a_large_register()
    with browsers(bench.port, 1) as (company,):
        papers()[0].save(company)
        for name, place in PAGES.items():
            yield row(bench, company, name, place)
        company.send()
        yield row(bench, company, "receipt", ("receipt",))


def row(bench: Bench, company: Browser, name: str, place: tuple[str, ...]) -> Row:
    path = company.address(*place)
    target = Target(bench.port, path, headers=company.headers)
    title = f"Survey, {name}, {statements(company, path)} statements"
    return bench.against_bare(title, target, GOAL)


def statements(company: Browser, path: str) -> int:
    """Return how many a page takes once what is drawn once has been drawn."""
    client = Client(HTTP_HOST="127.0.0.1", headers={"cookie": company.headers["Cookie"]})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
