from .agreement import Agreement, AgreementQuerySet
from .body import Body, BodyPost
from .identifier import Activity, Identifier
from .import_batch import ImportBatch, RememberedTitle
from .membership import OVERLAP, Membership, MembershipCategory
from .organisation import Organisation, OrganisationQuerySet
from .person import Person, Post, PostQuerySet
from .user import User, UserManager
from .words import BY_NAME, DIRECTORY_TEXTS, Fold
from .yearly_fact import YearlyFact

__all__ = [
    "BY_NAME",
    "DIRECTORY_TEXTS",
    "OVERLAP",
    "Activity",
    "Agreement",
    "AgreementQuerySet",
    "Body",
    "BodyPost",
    "Fold",
    "Identifier",
    "ImportBatch",
    "Membership",
    "RememberedTitle",
    "MembershipCategory",
    "Organisation",
    "OrganisationQuerySet",
    "Person",
    "Post",
    "PostQuerySet",
    "User",
    "UserManager",
    "YearlyFact",
]
