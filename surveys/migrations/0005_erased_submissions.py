from django.db import migrations, models

# A submission never changes but for an erasure (art. 17 GDPR). Then its hash stays that of what was
# sent, and this says why the two no longer agree.
NOTE = """
CREATE FUNCTION surveys_submission_note_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.payload IS DISTINCT FROM OLD.payload THEN
        NEW.erased_at := now();
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER surveys_submission_note_erasure BEFORE UPDATE ON surveys_submission
    FOR EACH ROW EXECUTE FUNCTION surveys_submission_note_erasure();
"""
NO_NOTE = """
DROP TRIGGER surveys_submission_note_erasure ON surveys_submission;
DROP FUNCTION surveys_submission_note_erasure();
"""


class Migration(migrations.Migration):
    """A submission says when an erasure took words out of it."""

    dependencies = [("surveys", "0004_fieldwork")]
    operations = [
        migrations.AddField(
            model_name="submission",
            name="erased_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When a person's name was taken out of the payload; kept by a trigger.",
                null=True,
                verbose_name="words erased at",
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="payload_sha256",
            field=models.CharField(
                help_text="Of what was sent, also after an erasure.",
                max_length=64,
                verbose_name="SHA-256 of the payload",
            ),
        ),
        migrations.RunSQL([NOTE], reverse_sql=[NO_NOTE]),
    ]
