"""Programs of their own, on the test's database."""

import os
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parents[1]


def environment(settings: str, **more: str) -> dict[str, str]:
    """Return what a program needs to run with a settings module on the database of the running test."""
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    if database["HOST"].startswith("/"):
        url = f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT)}
    return os.environ | own | more
