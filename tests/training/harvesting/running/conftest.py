"""A school's site, visited on a fixed day."""

import json
from datetime import UTC, datetime

import pytest
import time_machine

from tests.factories.training import (
    HarvestRunFactory,
    HarvestSourceFactory,
)
from training.harvesting.running import perform
from training.models import HarvestRun

DAY = datetime(2027, 1, 10, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fixed_day():
    with time_machine.travel(DAY, tick=True):
        yield


class School:
    """A provider's site with a page for each course, and the source that reads it."""

    def __init__(self, site, **source):
        self.site = site
        self.source = HarvestSourceFactory(url=f"{site.url}/sitemap.xml", **source)
        self.courses: dict[str, dict] = {}

    def teach(self, *names, **about):
        for name in names:
            self.courses[name] = {
                "@type": "Course",
                "name": name.title(),
                "url": f"{self.site.url}/{name}",
            } | about

    def visit(self, client=None, **run) -> HarvestRun:
        pages = "".join(f"<url><loc>{self.site.url}/{name}</loc></url>" for name in self.courses)
        self.site.page("/sitemap.xml", f"<urlset>{pages}</urlset>", kind="text/xml")
        for name, course in self.courses.items():
            page = f'<script type="application/ld+json">{json.dumps(course, default=str)}</script>'
            self.site.page(f"/{name}", page)
        run = HarvestRunFactory(source=self.source, state="queued", **run)
        perform(run.pk, client)
        run.refresh_from_db()
        return run


@pytest.fixture
def school(site):
    return School(site)


def counts(run):
    return run.state, run.seen, run.new, run.changed, run.unchanged, run.gone, run.left_out
