from .event import EventAdmin
from .purpose import ConsentAdmin, PurposeAdmin
from .request import DataSubjectRequestAdmin

__all__ = ["ConsentAdmin", "DataSubjectRequestAdmin", "EventAdmin", "PurposeAdmin"]
