from django.db import migrations, models

# Worked out at each change instead of at each search; "manager" has none, since few people search so.
NAMES = "legal_name, trade_name, other_names"
SAID = f"{NAMES}, description_es, description_en, kind, visibility"
TEXTS = {
    "names_fold": f"members_names_fold({NAMES})",
    "public_fold": f"members_directory_fold('public', {SAID})",
    "members_fold": f"members_directory_fold('members', {SAID})",
}
# The names the indexes over the functions had.
INDEXES = {
    "organisation_names": "names_fold",
    "organisation_public_text": "public_fold",
    "organisation_members_text": "members_fold",
}
TABLE = "members_organisation"
ADD = ", ".join(f"ADD COLUMN {name} text GENERATED ALWAYS AS ({text}) STORED" for name, text in TEXTS.items())
DROP = ", ".join(f"DROP COLUMN {name}" for name in TEXTS)


class Migration(migrations.Migration):
    dependencies = [("members", "0008_self_service")]

    operations = [
        *(migrations.RemoveIndex("organisation", name) for name in INDEXES),
        migrations.RunSQL(f"ALTER TABLE {TABLE} {ADD}", f"ALTER TABLE {TABLE} {DROP}"),
        *(
            migrations.RunSQL(
                f"CREATE INDEX {index} ON {TABLE} USING gin ({column} gin_trgm_ops)", f"DROP INDEX {index}"
            )
            for index, column in INDEXES.items()
        ),
        migrations.AddIndex(
            "organisation",
            models.Index(
                fields=["id"],
                include=["municipality"],
                condition=models.Q(is_listed=True),
                name="organisation_listed",
            ),
        ),
    ]
