from .event import EventAdmin
from .request import DataSubjectRequestAdmin

__all__ = ["DataSubjectRequestAdmin", "EventAdmin"]
