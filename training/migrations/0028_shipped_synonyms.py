import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was given of the shipped synonyms, so that new ones reach a list without undoing its changes."""

    dependencies = [("training", "0027_language_of_imports")]
    operations = [
        migrations.CreateModel(
            name="ShippedSynonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(choices=[("es", "Spanish"), ("en", "English")], max_length=2)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None),
                ),
            ],
            options={
                "verbose_name": "shipped synonym",
                "verbose_name_plural": "shipped synonyms",
                "ordering": ["language", "words"],
            },
        ),
    ]
