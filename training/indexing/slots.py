"""The number of each offer in an index, and the rows that an index is read from."""
# ruff: noqa: S608 - the names are those of the query's own columns

from collections.abc import Callable, Iterator

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from pyroaring import BitMap

CHUNK = 20_000
# How far a step has come, told as it goes.
Progress = Callable[[str, float], None]


class Slots:
    """The number of each offer in the index."""

    def __init__(self, ids: np.ndarray):
        self.order = np.argsort(ids)
        self.sorted = ids[self.order]

    def numbers(self, ids: np.ndarray) -> np.ndarray:
        """Return the slots of those of ``ids`` that have one."""
        places = np.searchsorted(self.sorted, ids)
        found = places < len(self.sorted)
        found[found] = self.sorted[places[found]] == ids[found]
        return self.order[places[found]].astype(np.uint32)

    def of(self, ids) -> BitMap:
        return BitMap(self.numbers(np.asarray(ids, dtype=np.int64)))


def read(rows: QuerySet, *fields: str) -> Iterator[list[tuple]]:
    """Yield the values of ``rows`` in chunks, column by column."""
    sql, parameters = rows.order_by().values_list(*fields).query.sql_with_params()
    names = ", ".join(f'"{name}"' for name in fields)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM ({sql}) rows", parameters)
        while chunk := cursor.fetchmany(CHUNK):
            yield list(zip(*chunk, strict=True))
