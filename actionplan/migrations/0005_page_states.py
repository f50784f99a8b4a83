from django.db import migrations

# What the plan's pages and the front page read, beside the catalogue's tables.
TABLES = (
    "actionplan_plan",
    "actionplan_node",
    "actionplan_nodeneed",
    "actionplan_nodeoffer",
    "actionplan_nodeparty",
    "actionplan_milestone",
    "actionplan_indicator",
    "actionplan_indicator_nodes",
    "actionplan_target",
    "actionplan_observation",
    "surveys_campaign",
    "surveys_need",
)


def trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER training_page_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION training_page_changed();"
    )


class Migration(migrations.Migration):
    """What public pages of the plan show leaves a mark when it changes."""

    dependencies = [
        ("actionplan", "0004_funnels_and_unknown_dates"),
        ("surveys", "0001_initial"),
        ("training", "0020_page_states"),
    ]
    operations = [
        migrations.RunSQL(
            ["".join(map(trigger, TABLES))],
            reverse_sql=["".join(f"DROP TRIGGER training_page_changed ON {table};" for table in TABLES)],
        )
    ]
