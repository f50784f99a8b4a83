from django.db import migrations


def mark_explained(apps, schema_editor):
    flags = apps.get_model("surveys", "CheckFlag").objects
    flags.exclude(explanation="").update(state="explained")


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0009_said_of_checks'),
    ]

    operations = [
        migrations.RunPython(mark_explained, migrations.RunPython.noop),
    ]
