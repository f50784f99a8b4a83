import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from tera.environment import kept_secret


class Command(BaseCommand):
    help = "Create the demonstration's manager unless she exists, and print her sign-in."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("This account is for the demonstration only: TERA_MODE is not demo.")
        # Random, because a demonstration may by mistake be put where others reach it.
        password = kept_secret(settings.STATE_DIR / "demo-password", new_password)
        with transaction.atomic():
            user, is_new = get_user_model().objects.get_or_create(
                email=settings.DEMO_MANAGER,
                defaults={"name": "Gestora de demostración", "is_staff": True, "is_superuser": True},
            )
            if is_new:
                user.set_password(password)
                user.save(update_fields=["password"])
        if options["verbosity"]:
            shown = password if user.check_password(password) else "(the password you chose)"
            self.stdout.write(f"{user.email}   {shown}")


def new_password() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(3))
