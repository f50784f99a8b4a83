from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from members.enums import AccountRole
from members.models import Organisation, OrganisationUser, User


class Command(BaseCommand):
    help = "Create the account of one invented company unless it exists, and print its address."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("This account is for the demonstration only: TERA_MODE is not demo.")
        organisation = Organisation.objects.filter(is_demo=True, kind="company").order_by("slug").first()
        if organisation is None:
            return
        with transaction.atomic():
            user, is_new = User.objects.get_or_create(
                email=settings.DEMO_COMPANY, defaults={"name": "Ana de la Demo"}
            )
            if is_new:
                user.set_unusable_password()
                user.save(update_fields=["password"])
            OrganisationUser.objects.get_or_create(
                organisation=organisation, user=user, defaults={"role": AccountRole.OWNER}
            )
        if options["verbosity"]:
            self.stdout.write(f"{user.email}   (the code comes as a mail, see below) for {organisation}")
