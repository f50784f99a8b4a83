"""What a proof stands on: a database of its own, an edition of one page, and companies that answer it."""

import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import django
from django.core.management import call_command

from bench import site
from tera.postgres.cluster import BASE_DIR, cluster

DATABASE = "tera_proofs"


def set_up(url: str = "") -> None:
    """Make the database anew, on the checkout's server unless another is named, and set Django up on it."""
    url = url or os.environ.get("DATABASE_URL") or cluster(BASE_DIR, os.environ.get("TERA_MODE", "test")).url
    os.environ |= {
        "DATABASE_URL": site.create_database(url, DATABASE),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "TERA_MODE": "demo",
    }
    django.setup()
    logging.disable(logging.WARNING)  # refusals are what a proof is about
    call_command("migrate", verbosity=0, interactive=False)


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run each task in a thread with a connection of its own, starting together; return what came of it.

    An exception is an outcome too, and returned.
    """
    from django.db import connection  # noqa: PLC0415 - Django has to be set up first

    barrier = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            return task()
        except Exception as error:  # noqa: BLE001 - judged by the caller
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))
