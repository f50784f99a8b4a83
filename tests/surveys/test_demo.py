"""The demonstration says what the study reported, read from public cells alone."""

import pytest
from django.utils import timezone

from surveys.demo import STEPS, load_editions
from surveys.models import Campaign, Message, Need, ResultTable, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def editions(django_db_setup, django_db_blocker):
    """Both editions, loaded once for the tests of this module and rolled back after them."""
    from django.db import transaction  # noqa: PLC0415 - beside its only use

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        steps = []
        closed, still_open = load_editions(on_step=lambda done, total: steps.append((done, total)))
        closed.steps = steps
        yield closed, still_open
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def table(campaign: Campaign, code: str) -> dict:
    return ResultTable.objects.get(campaign=campaign, code=code).payload


def cells(campaign: Campaign, code: str) -> dict[str, dict]:
    return {row["code"]: row["cells"]["companies"] for row in table(campaign, code)["rows"]}


def test_debug(editions):
    closed, still_open = editions
    for t in ResultTable.objects.filter(campaign=closed):
        p = t.payload
        print("\n##", p["code"], p["answers"], p["population"], p["sentence"])
        for row in p["rows"]:
            print(
                "  ",
                row["label"]["es"][:40].ljust(41),
                {
                    k: (c["status"][:5], c["value"], c["at_least"], c["at_most"])
                    for k, c in row["cells"].items()
                },
            )
    for n in Need.objects.filter(campaign=closed).order_by("measure", "rank")[:70]:
        print(n.measure, n.subject.code, n.value, n.level, n.rank, n.status)
