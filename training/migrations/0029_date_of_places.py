from django.db import migrations

# Whoever changes the places left or the waiting list says so today, by whatever way: panel, file, harvest,
# provider. A date given with them stands; one from before does not hold for the new numbers.
NOTE = """
CREATE FUNCTION training_edition_date_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.places_left IS NULL AND NEW.waiting_list IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.places_told_on := coalesce(NEW.places_told_on, (now() AT TIME ZONE 'Europe/Madrid')::date);
    ELSIF (NEW.places_left, NEW.waiting_list) IS DISTINCT FROM (OLD.places_left, OLD.waiting_list)
        AND NEW.places_told_on IS NOT DISTINCT FROM OLD.places_told_on THEN
        NEW.places_told_on := (now() AT TIME ZONE 'Europe/Madrid')::date;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER training_edition_date_places BEFORE INSERT OR UPDATE ON training_edition
    FOR EACH ROW EXECUTE FUNCTION training_edition_date_places();
"""
NO_NOTE = """
DROP TRIGGER training_edition_date_places ON training_edition;
DROP FUNCTION training_edition_date_places();
"""


class Migration(migrations.Migration):
    """Places left and people waiting carry the day on which somebody said so."""

    dependencies = [("training", "0028_shipped_synonyms")]
    operations = [migrations.RunSQL([NOTE], reverse_sql=[NO_NOTE])]
