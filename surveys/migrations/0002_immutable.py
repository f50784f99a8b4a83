from django.db import migrations

from tera.immutability import refuse_changes


class Migration(migrations.Migration):
    """Published versions, events, submissions, result tables and needs never change."""

    dependencies = [("surveys", "0001_initial")]
    operations = [
        refuse_changes("surveys_questionnaireversion", when="OLD.status = 'published'"),
        refuse_changes("surveys_answerevent"),
        refuse_changes("surveys_submission"),
        refuse_changes("surveys_resulttable"),
        refuse_changes("surveys_need"),
    ]
