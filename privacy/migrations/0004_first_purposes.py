from django.db import migrations

FIRST = [
    {
        "code": "members",
        "basis": "contract",
        "name_es": "Registro de socios",
        "name_en": "Register of members",
        "categories_es": "Nombre, puesto, correo y teléfono profesionales de quien representa a cada entidad.",
        "categories_en": "Name, post, work e-mail and phone of those who represent each organisation.",
        "source_es": "La propia entidad.",
        "source_en": "The organisation itself.",
    },
    {
        "code": "survey",
        "basis": "legitimate_interest",
        "name_es": "Encuesta de competencias digitales",
        "name_en": "Survey of digital skills",
        "categories_es": "Nombre y correo profesional del contacto de la encuesta, y los mensajes enviados.",
        "categories_en": "Name and work e-mail of the survey contact, and the messages sent.",
        "source_es": "La propia entidad.",
        "source_en": "The organisation itself.",
        "retention_months": 24,
    },
    {
        "code": "accounts",
        "basis": "contract",
        "name_es": "Acceso a esta aplicación",
        "name_en": "Access to this service",
        "categories_es": "Nombre, correo y sesiones de quien entra.",
        "categories_en": "Name, e-mail and sessions of those who sign in.",
    },
    {
        "code": "audit",
        "basis": "legitimate_interest",
        "name_es": "Historial de cambios",
        "name_en": "History of changes",
        "categories_es": "Quién cambió qué y cuándo, y la red desde la que lo hizo.",
        "categories_en": "Who changed what and when, and the network they did it from.",
        "retention_months": 72,
    },
    {
        "code": "requests",
        "basis": "legal_obligation",
        "name_es": "Solicitudes de protección de datos",
        "name_en": "Data protection requests",
        "categories_es": "Quién solicita, qué derecho y la respuesta.",
        "categories_en": "Who asks, which right, and the answer.",
        "source_es": "La persona que solicita.",
        "source_en": "The person who asks.",
        "retention_months": 36,
    },
]


def add(apps, schema_editor):
    purposes = apps.get_model("privacy", "Purpose").objects
    for purpose in FIRST:
        texts = {
            field: purpose.get(f"{field}_es", "") for field in ("name", "categories", "source", "recipients")
        }
        purposes.get_or_create(code=purpose["code"], defaults=texts | purpose)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_purposes")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
