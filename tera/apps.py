from django.apps import AppConfig


class TeraConfig(AppConfig):
    name = "tera"
    default_auto_field = "django.db.models.BigAutoField"
