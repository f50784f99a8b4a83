import pytest
from django.core.management import CommandError, call_command

from members.models import Organisation, OrganisationUser
from training.demo import MARK
from training.models import Offer, OfferRevision

pytestmark = pytest.mark.django_db


def test_provider_of_the_demonstration_is_plainly_invented(settings, capsys):
    settings.DEMO = True

    call_command("create_demo_provider")
    call_command("create_demo_provider")

    account = OrganisationUser.objects.get(user__email=settings.DEMO_PROVIDER)
    assert (account.role, account.user.has_usable_password()) == ("owner", False)
    assert MARK in Organisation.objects.get(is_demo=True).legal_name
    assert Offer.objects.count() == 6
    assert all(
        offer.is_demo and MARK in offer.name_es and MARK in offer.name_en for offer in Offer.objects.all()
    )
    assert OfferRevision.objects.pending().count() == 1
    assert settings.DEMO_PROVIDER in capsys.readouterr().out


def test_provider_of_the_demonstration_is_made_nowhere_else(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("create_demo_provider")
