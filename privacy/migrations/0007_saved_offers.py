from django.db import migrations

BEFORE = {"es": "Nombre, correo y sesiones de quien entra.", "en": "Name, e-mail and sessions of those who sign in."}
AFTER = {
    "es": "Nombre, correo y sesiones de quien entra, y las ofertas de formación que guarda.",
    "en": "Name, e-mail and sessions of those who sign in, and the training offers they save.",
}


def say(texts, other):
    def change(apps, schema_editor):
        purposes = apps.get_model("privacy", "Purpose").objects.filter(code="accounts")
        for language, text in texts.items():
            # A wording that the team chose stays.
            purposes.filter(**{f"categories_{language}": other[language]}).update(**{f"categories_{language}": text})
        purposes.filter(categories=other["es"]).update(categories=texts["es"])

    return change


class Migration(migrations.Migration):
    """Accounts keep the offers that somebody saves."""

    dependencies = [("privacy", "0006_training_alerts")]
    operations = [migrations.RunPython(say(AFTER, BEFORE), say(BEFORE, AFTER))]
