from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class TeraConfig(AppConfig):
    name = "tera"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed  # noqa: PLC0415 - needs the apps
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415

        from tera import checks, second_factor  # noqa: F401, PLC0415 - importing registers the checks

        authentication_step_completed.connect(second_factor.note_step)
        authenticator_added.connect(second_factor.note_enrolment)


class TeraAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site in place of its own."""

    default = False
    default_site = "tera.admin_site.AdminSite"
