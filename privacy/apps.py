from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django_tasks.signals import task_started


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = _("privacy")

    def ready(self) -> None:
        from privacy import contexts, triggers  # noqa: PLC0415 - they need the models

        post_migrate.connect(triggers.install, sender=self, dispatch_uid="privacy.triggers")
        task_started.connect(contexts.name_task, dispatch_uid="privacy.task")
