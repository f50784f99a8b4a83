"""The real organisations that the plan and the catalogue speak of, each with its source.

What the sources do not say stays empty, and none is made a member: no source gives a date.
"""

from django.db import transaction

from members.models import Organisation
from members.tables import read_table


@transaction.atomic
def load_organisations() -> list[Organisation]:
    """Add the organisations that are missing, by slug; those already there keep the manager's changes."""
    rows = read_table("organisations")
    Organisation.objects.bulk_create((Organisation(**row) for row in rows), ignore_conflicts=True)
    return list(Organisation.objects.filter(slug__in=[row["slug"] for row in rows]))
