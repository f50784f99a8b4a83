from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

# An empty cell that calls itself given says nothing.
MEND = """
UPDATE surveys_answer SET status = 'blank'
 WHERE status = 'given' AND num_nonnulls(num, txt, day, flag, choice, choices) = 0;
"""


class Migration(migrations.Migration):
    """Ask of the old answers what the new ones keep; one with two values stops here, untouched."""

    dependencies = [("surveys", "0006_typed_cells")]
    operations = [
        migrations.RunSQL(MEND, reverse_sql=migrations.RunSQL.noop),
        ValidateConstraint(model_name="answer", name="answer_holds_one_value_if_given"),
    ]
