from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class TeraConfig(AppConfig):
    name = "tera"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tera import checks  # noqa: F401, PLC0415 - importing registers them, and needs the settings


class TeraAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site in place of its own."""

    default = False
    default_site = "tera.admin_site.AdminSite"
