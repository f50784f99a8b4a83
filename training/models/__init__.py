from .asked import ProviderLetter
from .bookmark import Bookmark
from .duplicate import OfferMerge, OfferPair
from .edition import Edition, EditionQuerySet
from .following import Digest, Follower, News, SavedSearch, ToldNews
from .harvest import HarvestItem, HarvestRun, HarvestRunQuerySet, HarvestSource, HarvestSourceQuerySet
from .imported import OfferImport
from .link import LinkQuerySet, OfferProfile, OfferSkill
from .link_check import LinkCheck, LinkCheckQuerySet
from .miss import SearchMiss, SearchMissQuerySet
from .offer import Offer, OfferQuerySet
from .origin import FieldOrigin, FieldOriginQuerySet
from .outcome import Outcome, OutcomeQuerySet
from .problem import ProblemReport, ProblemReportQuerySet
from .provider import Provider, ProviderQuerySet
from .revision import OfferRevision, OfferRevisionQuerySet
from .search_index import SearchChange, SearchIndex, SearchIndexPart
from .synonym import ShippedSynonym, Synonym, SynonymRule

__all__ = [
    "Bookmark",
    "Digest",
    "Edition",
    "EditionQuerySet",
    "FieldOrigin",
    "FieldOriginQuerySet",
    "Follower",
    "HarvestItem",
    "HarvestRun",
    "HarvestRunQuerySet",
    "HarvestSource",
    "HarvestSourceQuerySet",
    "LinkCheck",
    "LinkCheckQuerySet",
    "LinkQuerySet",
    "News",
    "Offer",
    "OfferImport",
    "OfferMerge",
    "OfferPair",
    "OfferProfile",
    "OfferQuerySet",
    "OfferRevision",
    "OfferRevisionQuerySet",
    "OfferSkill",
    "Outcome",
    "OutcomeQuerySet",
    "ProblemReport",
    "ProblemReportQuerySet",
    "Provider",
    "ProviderLetter",
    "ProviderQuerySet",
    "SavedSearch",
    "SearchChange",
    "SearchIndex",
    "SearchIndexPart",
    "SearchMiss",
    "SearchMissQuerySet",
    "ShippedSynonym",
    "Synonym",
    "SynonymRule",
    "ToldNews",
]
