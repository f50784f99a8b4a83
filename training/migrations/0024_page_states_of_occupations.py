from django.db import migrations


class Migration(migrations.Migration):
    """The page of a profile names its occupation."""

    dependencies = [("training", "0023_imports_by_the_worker")]
    operations = [
        migrations.RunSQL(
            [
                "CREATE TRIGGER training_page_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE "
                "ON skills_occupation FOR EACH STATEMENT EXECUTE FUNCTION training_page_changed()"
            ],
            reverse_sql=["DROP TRIGGER training_page_changed ON skills_occupation"],
        )
    ]
