"""Rows of several models read with one statement, the text of which is made once per process.

A QuerySet makes its text anew each time, which costs more than PostgreSQL takes to answer. This is for
the few statements that every request of a respondent runs; everything else asks through QuerySets.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from django.db import connection
from django.db.models import Field, Model


class Joined:
    """What a statement selects of each table, by the name that the statement gives it."""

    def __init__(self, **models: type[Model]):
        self.models = models

    @cached_property
    def columns(self) -> str:
        return ", ".join(
            f'{name}."{field.column}"'
            for name, model in self.models.items()
            for field in model._meta.concrete_fields
        )

    @cached_property
    def parts(self) -> list[tuple[str, type[Model], list[str], list[tuple[int, Field]]]]:
        """Name each model with its attributes, and with the places of those that PostgreSQL gives as text."""
        return [
            (
                name,
                model,
                [field.attname for field in fields],
                [(place, field) for place, field in enumerate(fields) if hasattr(field, "from_db_value")],
            )
            for name, model in self.models.items()
            for fields in [model._meta.concrete_fields]
        ]

    def first(self, statement: str, parameters: list) -> tuple[dict[str, Model | None], tuple] | None:
        """Return the first row's objects by name, None for one that is not there, and what follows them."""
        return next(self.read(statement, parameters, most=1), None)

    def read(
        self, statement: str, parameters: list, most: int | None = None
    ) -> Iterator[tuple[dict[str, Model | None], tuple]]:
        """Yield the same of each row."""
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows = cursor.fetchall()
        return map(self.objects_in, islice(rows, most))

    def objects_in(self, row: tuple) -> tuple[dict[str, Model | None], tuple]:
        found, start = {}, 0
        for name, model, attributes, kept_as_text in self.parts:
            values = list(row[start : start + len(attributes)])
            start += len(attributes)
            for place, field in kept_as_text:
                values[place] = field.from_db_value(values[place], None, connection)
            # The key stands first in every table.
            found[name] = None if values[0] is None else model.from_db(connection.alias, attributes, values)
        return found, row[start:]
