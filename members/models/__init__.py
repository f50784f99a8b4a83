from .account import (
    LAST_OWNER,
    AccessInvitation,
    AccessRequest,
    OrganisationUser,
    SignedInSession,
)
from .agreement import Agreement, AgreementQuerySet
from .body import Body, BodyPost
from .bulk_change import BulkChange
from .change_request import ChangeRequest
from .confirmation import DataConfirmation
from .identifier import Activity, Identifier
from .import_batch import ImportBatch, RememberedTitle
from .imported_file import ImportedFile
from .membership import OVERLAP, Membership, MembershipCategory
from .merge import DuplicatePair, Merge
from .organisation import Organisation, OrganisationQuerySet
from .person import Person, Post, PostQuerySet
from .saved_filter import SavedFilter, SavedFilterQuerySet
from .user import User, UserManager
from .words import BY_NAME, DIRECTORY_TEXTS, Fold
from .yearly_fact import YearlyFact

__all__ = [
    "BY_NAME",
    "DIRECTORY_TEXTS",
    "LAST_OWNER",
    "OVERLAP",
    "Activity",
    "Agreement",
    "AgreementQuerySet",
    "Body",
    "BodyPost",
    "Fold",
    "AccessInvitation",
    "AccessRequest",
    "BulkChange",
    "ChangeRequest",
    "DataConfirmation",
    "DuplicatePair",
    "Identifier",
    "ImportBatch",
    "ImportedFile",
    "Membership",
    "RememberedTitle",
    "MembershipCategory",
    "Merge",
    "Organisation",
    "OrganisationQuerySet",
    "OrganisationUser",
    "Person",
    "Post",
    "PostQuerySet",
    "SavedFilter",
    "SavedFilterQuerySet",
    "SignedInSession",
    "User",
    "UserManager",
    "YearlyFact",
]
