"""Two records of one organisation, and everything that may hang on them."""

import pytest
from django.apps import apps
from django.db import connection

from members.merging.actions import merge_records
from members.merging.planning import MergePlan
from members.merging.references import is_history
from members.models import (
    Merge,
    Organisation,
)
from tests.factories.members import (
    OrganisationFactory,
)


def merge(kept, merged, **options) -> Merge:
    digest = options.pop("digest", None) or MergePlan(*fresh(kept, merged)).digest
    return merge_records(Organisation, kept.pk, merged.pk, digest=digest, by=None, **options)


def fresh(*organisations):
    return [Organisation.objects.get(pk=one.pk) for one in organisations]


@pytest.fixture
def pair():
    kept = OrganisationFactory(legal_name="Marea Alta, S.L.", slug="marea", municipality="Laredo")
    merged = OrganisationFactory(
        legal_name="Marea Alta SL", slug="marea-2", municipality="Noja", website="https://marea.example/"
    )
    return kept, merged


# The audit trail, the merges themselves and the marks for the search: what undoing adds to.
GROWING = {
    "members.Merge",
    "privacy.Event",
    "pghistory.Context",
    "pghistory.Events",
    "pghistory.MiddlewareEvents",
    "training.SearchChange",
}


def everything() -> dict[str, list[str]]:
    """Every row of every table, as the database writes it, save merges and history, which only grow."""
    rows = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.label in GROWING or is_history(model):
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")  # noqa: S608
            rows[model._meta.label] = sorted(text for (text,) in cursor.fetchall())
    return rows
