"""What the database would refuse of rows that are not there yet: one statement for however many.

Django's own ``validate_constraints`` asks once for each constraint of each row.
"""

import json
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models.sql import Query

Values = Mapping[str, object]


def checks_of(model: type[models.Model]) -> list[models.CheckConstraint]:
    return [each for each in model._meta.constraints if isinstance(each, models.CheckConstraint)]


def checked_values(row: models.Model) -> Values:
    """Return, as they are now, the values that the check constraints of a row read."""
    names = {name for check in checks_of(type(row)) for name in check.condition.referenced_base_fields}
    return {row._meta.get_field(name).column: getattr(row, name) for name in names}


def violations(model: type[models.Model], rows: Sequence[Values]) -> list[list[str]]:
    """Return for each row, given as its ``checked_values``, the texts of the constraints that it breaks."""
    checks = checks_of(model)
    if not rows or not checks:
        return [[] for _row in rows]
    columns = [condition_of(check, model) for check in checks]
    # As of a check constraint, what cannot be decided holds.
    broken = ", ".join(f"NOT COALESCE(({sql}), true)" for sql, _params in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    statement = (
        f"SELECT {broken} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"  # noqa: S608 - ours
        " WITH ORDINALITY AS given ORDER BY given.ordinality"
    )
    params = [param for _sql, params in columns for param in params]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, json.dumps(list(rows), cls=DjangoJSONEncoder)])
        return [
            [
                str(check.violation_error_message)
                for check, is_broken in zip(checks, row, strict=True)
                if is_broken
            ]
            for row in cursor.fetchall()
        ]


def refuse_violations(row: models.Model) -> None:
    """Raise ValidationError with what the row's check constraints say against it."""
    (texts,) = violations(type(row), [checked_values(row)])
    if texts:
        raise ValidationError(texts)


def condition_of(check: models.CheckConstraint, model: type[models.Model]) -> tuple[str, Sequence[object]]:
    query = Query(model=model, alias_cols=False)
    where = query.build_where(check.condition)
    return where.as_sql(query.get_compiler(connection=connection), connection)
