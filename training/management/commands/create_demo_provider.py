from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from members.enums import AccountRole
from members.models import OrganisationUser, User
from training.demo import load_provider


class Command(BaseCommand):
    help = "Create an invented training provider with an account unless it exists, and print its address."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("This provider is for the demonstration only: TERA_MODE is not demo.")
        with transaction.atomic():
            user, is_new = User.objects.get_or_create(
                email=settings.DEMO_PROVIDER, defaults={"name": "Nicolás del Faro Imaginario"}
            )
            if is_new:
                user.set_unusable_password()
                user.save(update_fields=["password"])
            provider = load_provider(user)
            OrganisationUser.objects.get_or_create(
                organisation=provider.organisation, user=user, defaults={"role": AccountRole.OWNER}
            )
        if options["verbosity"]:
            self.stdout.write(f"{user.email}   (the code comes as a mail, see below) for {provider}")
