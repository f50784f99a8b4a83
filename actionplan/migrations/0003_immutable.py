from django.db import migrations

from tera.immutability import refuse_changes


class Migration(migrations.Migration):
    """Observations never change; a correction is a new row that supersedes."""

    dependencies = [("actionplan", "0002_initial")]
    operations = [refuse_changes("actionplan_observation")]
