"""Database triggers that refuse to change rows which must stay as they are."""

from django.db.migrations.operations import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The two ways in for data protection; docs/decisions/0005 says who opens them.
    IF TG_OP = 'UPDATE' AND current_setting('tera.erasure', true) = 'on' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND current_setting('tera.erasure', true) = 'retention of ' || TG_TABLE_NAME THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % never change; add a new one', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""


def refuse_changes(table: str, *, when: str = "") -> RunSQL:
    """Return a migration operation after which UPDATE and DELETE on ``table`` fail.

    ``when`` narrows it to rows for which an SQL condition on OLD holds. The failure
    reaches Django as ``IntegrityError``.
    """
    condition = f"WHEN ({when})" if when else ""
    return RunSQL(
        f"{FUNCTION}; CREATE TRIGGER {table}_immutable BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW {condition} EXECUTE FUNCTION refuse_change()",
        reverse_sql=f"DROP TRIGGER {table}_immutable ON {table}",
    )
