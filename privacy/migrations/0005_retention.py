from django.db import migrations

UPKEEP = {
    "code": "upkeep",
    "basis": "legitimate_interest",
    "name_es": "Mantenimiento del registro",
    "name_en": "Upkeep of the register",
    "name": "Mantenimiento del registro",
    "categories_es": "Ficheros importados, fichas fusionadas y cambios de identidad ya decididos.",
    "categories_en": "Imported files, merged records and changes of identity that were decided.",
    "categories": "Ficheros importados, fichas fusionadas y cambios de identidad ya decididos.",
    "source_es": "La propia entidad o el clúster.",
    "source_en": "The organisation itself or the cluster.",
    "source": "La propia entidad o el clúster.",
    "recipients": "",
    "recipients_es": "",
    "recipients_en": "",
    "retention_months": 12,
}


def add(apps, schema_editor):
    purposes = apps.get_model("privacy", "Purpose").objects
    purposes.get_or_create(code=UPKEEP["code"], defaults=UPKEEP)
    # Until now nothing of an account was cleared; a period that somebody chose stays.
    purposes.filter(code="accounts", retention_months=None).update(retention_months=24)


class Migration(migrations.Migration):
    """A period for what accounts and the upkeep of the register leave behind."""

    dependencies = [("privacy", "0004_first_purposes")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
