from django.db import migrations

ALERTS = {
    "code": "training_alerts",
    "basis": "consent",
    "name_es": "Avisos de formación",
    "name_en": "Alerts of new training",
    "name": "Avisos de formación",
    "categories_es": "La dirección de correo que se nos da, lo que sigue y los avisos enviados. "
    "Sin confirmar se borra a la semana; al darse de baja, en el momento.",
    "categories_en": "The e-mail address we are given, what it follows and the messages sent. "
    "Unconfirmed it goes after a week; on stopping, at once.",
    "categories": "La dirección de correo que se nos da, lo que sigue y los avisos enviados. "
    "Sin confirmar se borra a la semana; al darse de baja, en el momento.",
    "source_es": "La persona que pide los avisos.",
    "source_en": "The person who asks for the messages.",
    "source": "La persona que pide los avisos.",
    "recipients": "",
    "recipients_es": "",
    "recipients_en": "",
    "retention_months": 12,
}


def add(apps, schema_editor):
    apps.get_model("privacy", "Purpose").objects.get_or_create(code=ALERTS["code"], defaults=ALERTS)


class Migration(migrations.Migration):
    """The purpose of writing to whoever follows the catalogue."""

    dependencies = [("privacy", "0005_retention")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
