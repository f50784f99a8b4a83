from django.db import migrations

from tera.immutability import refuse_changes


class Migration(migrations.Migration):
    """Snapshots and what is rendered from them never change."""

    dependencies = [("study", "0001_initial")]
    operations = [refuse_changes("study_snapshot"), refuse_changes("study_rendering")]
