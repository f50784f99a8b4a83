from .edition import Edition, EditionQuerySet
from .link import LinkQuerySet, OfferProfile, OfferSkill
from .miss import SearchMiss, SearchMissQuerySet
from .offer import Offer, OfferQuerySet
from .origin import FieldOrigin, FieldOriginQuerySet
from .problem import ProblemReport, ProblemReportQuerySet
from .provider import Provider
from .synonym import Synonym, SynonymRule

__all__ = [
    "Edition",
    "EditionQuerySet",
    "FieldOrigin",
    "FieldOriginQuerySet",
    "LinkQuerySet",
    "Offer",
    "OfferProfile",
    "OfferQuerySet",
    "OfferSkill",
    "ProblemReport",
    "ProblemReportQuerySet",
    "Provider",
    "SearchMiss",
    "SearchMissQuerySet",
    "Synonym",
    "SynonymRule",
]
