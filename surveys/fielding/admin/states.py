"""In which state an edition is, also where the form is still that of a new one."""

from surveys.enums import CampaignState
from surveys.models import Campaign


def is_in(campaign: Campaign | None, state: str) -> bool:
    return campaign is not None and campaign.state == state


def is_closed(campaign: Campaign | None) -> bool:
    return is_in(campaign, CampaignState.CLOSED)
