"""Links by which a person enters a company's questionnaire without signing in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from members.models import Person
from surveys.enums import CampaignState
from surveys.models import Campaign, Invitation, Unit
from surveys.tokens import hash_token, new_token

from .errors import FieldingRefused

# After the close a link still leads to the company's receipt, or to word that the edition is over.
READING_TIME = timedelta(days=60)


def end_of_links(campaign: Campaign) -> datetime:
    return campaign.closes_at + READING_TIME


def issue_link(unit: Unit, person: Person | None) -> str:
    """Make a link of its own for a person and return it; earlier links stay good.

    The address is the only place where the token is: the database has its hash.
    Raises ``FieldingRefused`` when the edition is not open.
    """
    campaign = unit.campaign
    if campaign.state != CampaignState.OPEN:
        raise FieldingRefused(_("Only an open edition has links."))
    token = new_token()
    Invitation.objects.create(
        unit=unit, person=person, token_hash=hash_token(token), expires_at=end_of_links(campaign)
    )
    with translation.override(person.language if person else settings.LANGUAGE_CODE):
        return settings.SITE_URL + reverse("surveys:entry", args=[token])
