import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Skills are named by products and languages too; ``load_baseline`` gives them their first ones."""

    dependencies = [("skills", "0002_initial")]
    operations = [
        migrations.AddField(
            model_name="skill",
            name="aliases",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                db_default=[],
                default=list,
                help_text="Products, languages and short names that people search for, in any language, separated by commas: “HTML, CSS, PHP”. Whoever searches for one of them is shown this skill.",
                size=None,
                verbose_name="also named by",
            ),
        ),
        migrations.AddField(
            model_name="skill",
            name="shipped_aliases",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
    ]
