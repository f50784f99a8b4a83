from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("members")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 - needs the apps
        from django.db.models.signals import post_migrate  # noqa: PLC0415

        from members.accounts.sessions import begin_session  # noqa: PLC0415
        from members.roles import APPS, sync_roles  # noqa: PLC0415

        # After the last app, when the permissions of all of them exist.
        post_migrate.connect(sync_roles, sender=apps.get_app_config(APPS[-1]))
        user_logged_in.connect(begin_session)
