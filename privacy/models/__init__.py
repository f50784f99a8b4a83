from .event import Event, EventQuerySet
from .request import DataSubjectRequest, DataSubjectRequestQuerySet

__all__ = ["DataSubjectRequest", "DataSubjectRequestQuerySet", "Event", "EventQuerySet"]
