from django.db import migrations

# A row for offer 0 says that something else changed which pages of the catalogue show.
NOTED = """
CREATE FUNCTION training_page_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO training_searchchange (offer_id) VALUES (0);
    RETURN NULL;
END $$;
"""
TABLES = (
    "training_synonym",
    "training_provider",
    "training_offerprofile",
    "training_offerskill",
    "training_edition",
    "training_linkcheck",
    "training_harvestitem",
    "training_fieldorigin",
    "members_organisation",
    "skills_skill",
    "skills_profile",
    "skills_profileskill",
)


def trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER training_page_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION training_page_changed();"
    )


class Migration(migrations.Migration):
    """What public pages of the catalogue show leaves a mark when it changes."""

    dependencies = [
        ('training', '0019_offer_duplicates'),
        ("members", "0001_initial"),
        ("skills", "0002_initial"),
    ]
    operations = [
        migrations.RunSQL(
            [NOTED + "".join(map(trigger, TABLES))],
            reverse_sql=[
                "".join(f"DROP TRIGGER training_page_changed ON {table};" for table in TABLES)
                + "DROP FUNCTION training_page_changed();"
            ],
        )
    ]
