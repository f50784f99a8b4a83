from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = _("survey")

    def ready(self) -> None:
        from surveys.models.letter import add_missing_letters  # noqa: PLC0415 - the models come first

        post_migrate.connect(add_missing_letters, sender=self)
