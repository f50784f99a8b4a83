"""Editions, their units, what was written and what came back, in the manager's cockpit."""

from .campaign import CampaignAdmin
from .letter import LetterAdmin
from .message import MessageAdmin
from .response import ResponseAdmin
from .unit import UnitAdmin

__all__ = ["CampaignAdmin", "LetterAdmin", "MessageAdmin", "ResponseAdmin", "UnitAdmin"]
