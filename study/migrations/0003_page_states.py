from django.db import migrations

TABLES = ("study_study", "study_snapshot", "study_rendering")


def trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER training_page_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION training_page_changed();"
    )


class Migration(migrations.Migration):
    """What public pages of a study show leaves a mark when it changes."""

    dependencies = [("study", "0002_immutable"), ("training", "0020_page_states")]
    operations = [
        migrations.RunSQL(
            ["".join(map(trigger, TABLES))],
            reverse_sql=["".join(f"DROP TRIGGER training_page_changed ON {table};" for table in TABLES)],
        )
    ]
