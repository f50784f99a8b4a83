from .event import Event, EventQuerySet
from .purpose import Consent, ConsentQuerySet, Purpose
from .request import DataSubjectRequest, DataSubjectRequestQuerySet

__all__ = [
    "Consent",
    "ConsentQuerySet",
    "DataSubjectRequest",
    "DataSubjectRequestQuerySet",
    "Event",
    "EventQuerySet",
    "Purpose",
]
