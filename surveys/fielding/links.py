"""Links and codes by which a person enters a company's questionnaire without signing in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.models import Person, User
from surveys.enums import CampaignState
from surveys.models import AccessCode, Campaign, EntryCode, Invitation, Message, Unit
from surveys.tokens import hash_access_code, hash_code, hash_token, new_access_code, new_code, new_token

from .errors import FieldingRefused

# After the close a link still leads to the company's receipt, or to word that the edition is over.
READING_TIME = timedelta(days=60)
CODE_LIFE = timedelta(minutes=15)
# Whoever asked has long left; a code that comes now would only puzzle.
PATIENCE = timedelta(minutes=30)


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


def issue_code(message: Message) -> str:
    """Make the code that a message is to carry and return it; one that was sent before ends.

    Raises ``FieldingRefused`` when nobody waits for it any more.
    """
    wished = EntryCode.objects.filter(pk=message.occasion, used_at=None)
    wished = wished.filter(asked_at__gt=timezone.now() - PATIENCE, invitation__person=message.person_id)
    code = new_code()
    if not wished.update(
        code_hash=hash_code(code, of=int(message.occasion)), expires_at=timezone.now() + CODE_LIFE
    ):
        raise FieldingRefused(_("Nobody waits for this code any more."))
    return code


@transaction.atomic
def renew_access_code(unit: Unit, *, by: User | None) -> str:
    """Make a company's access code and return it, the only time that it is seen; the one before ends.

    It comes with an invitation of its own, to nobody by name, whose link is told to nobody.
    Raises ``FieldingRefused`` when the edition is not open.
    """
    unit = Unit.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=unit.pk)
    if unit.campaign.state != CampaignState.OPEN:
        raise FieldingRefused(_("Only an open edition has access codes."))
    end_access_code(unit)
    invitation = Invitation.objects.create(
        unit=unit, token_hash=hash_token(new_token()), expires_at=end_of_links(unit.campaign)
    )
    code = new_access_code()
    AccessCode.objects.create(invitation=invitation, code_hash=hash_access_code(code), made_by=by)
    return code


def end_access_code(unit: Unit) -> None:
    """Make the company's access code useless at once, and the browsers that came in by it alone."""
    codes = Invitation.objects.filter(unit=unit, access_code__isnull=False, revoked_at=None)
    codes.update(revoked_at=timezone.now())
