"""Whether a queued message should still go out, looked up at the last moment."""

from django.utils.translation import gettext as _

from privacy.models import Consent
from surveys.enums import CampaignState, ResponseState, Wave
from surveys.models import Message, Response

from .recipients import ANSWERED_WAVES, ASKING_WAVES, PURPOSE


def not_wanted(message: Message) -> str:
    """Return why the message should not go out after all, or nothing."""
    if message.wave == Wave.RECEIPT:
        return ""
    if message.wave == Wave.CODE:
        # Also after the close, to read the receipt; links.issue_code asks whether somebody still waits.
        return "" if message.unit.in_scope else _("The company is out of scope.")
    if reason := against_edition(message):
        return reason
    if not message.unit.in_scope:
        return _("The company is out of scope.")
    if message.wave == Wave.LINK:
        return ""
    if Consent.objects.refused(PURPOSE).filter(person=message.person_id).exists():
        return _("This person wants no more messages.")
    submitted = Response.objects.filter(unit=message.unit_id, state=ResponseState.SUBMITTED).exists()
    if message.wave in (*ASKING_WAVES, Wave.COLLEAGUE):
        if submitted:
            return _("The company has submitted its answers.")
        if message.unit.refused_on:
            return _("The company does not want to answer.")
    if message.wave in ANSWERED_WAVES and not submitted:
        return _("The company has not answered.")
    return ""


def against_edition(message: Message) -> str:
    campaign = message.unit.campaign
    if message.wave in ANSWERED_WAVES:
        return "" if campaign.state == CampaignState.CLOSED else _("The edition is still open.")
    if message.wave == Wave.NOTIFICATION:
        return "" if campaign.is_announced() else _("The edition has opened already.")
    return "" if campaign.accepts_answers() else _("The edition is not open.")
