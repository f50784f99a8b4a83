"""The database's side of the audit trail: one function, and a trigger on every audited table.

No migration names the tables: they follow `privacy.audited` after each `migrate`, so that a new model
is covered from its first day.
"""

from django.db import connections

from .audited import Table, audited_tables

EXISTING = """
SELECT c.relname, string_to_array(encode(t.tgargs, 'escape'), '\\000')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = 'audit_row' AND c.relnamespace = 'public'::regnamespace
"""


def install(sender: object, using: str, **kwargs) -> None:
    """Give each audited table that exists its triggers, and leave alone those that have them."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('audit_row')")
        if cursor.fetchone()[0] is None:
            return
        cursor.execute(EXISTING)
        existing = {name: tuple(arguments[:-1]) for name, arguments in cursor.fetchall()}
        tables = set(connection.introspection.table_names(cursor))
        for table in audited_tables():
            if table.name in tables and existing.get(table.name) != table.arguments:
                cursor.execute(trigger(table))


def trigger(table: Table) -> str:
    arguments = ", ".join(f"'{argument}'" for argument in table.arguments)
    return (
        f'CREATE OR REPLACE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON "{table.name}" '
        f"FOR EACH ROW EXECUTE FUNCTION audit_row({arguments}); "
        f'CREATE OR REPLACE TRIGGER refuse_truncate BEFORE TRUNCATE ON "{table.name}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate()"
    )
