"""Rows of several models read with one statement, the text of which is made once per process.

A QuerySet makes its text anew each time, which costs more than PostgreSQL takes to answer. This is for
the few statements that every request of a respondent runs; everything else asks through QuerySets.
"""

from functools import cached_property

from django.db import connection
from django.db.models import Model


class Joined:
    """What a statement selects of each table, by the name that the statement gives it.

    For models whose fields are read as PostgreSQL gives them: JSON is not among them.
    """

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
    def widths(self) -> list[tuple[str, type[Model], list[str]]]:
        return [
            (name, model, [field.attname for field in model._meta.concrete_fields])
            for name, model in self.models.items()
        ]

    def first(self, statement: str, parameters: list) -> tuple[dict[str, Model | None], tuple] | None:
        """Return the first row's objects by name, None for one that is not there, and what follows them."""
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            row = cursor.fetchone()
        if row is None:
            return None
        found, start = {}, 0
        for name, model, attributes in self.widths:
            values = row[start : start + len(attributes)]
            start += len(attributes)
            # The key stands first in every table.
            found[name] = None if values[0] is None else model.from_db(connection.alias, attributes, values)
        return found, row[start:]
