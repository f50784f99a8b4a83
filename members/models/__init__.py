from .membership import OVERLAP, Membership, MembershipCategory
from .organisation import BY_NAME, Identifier, Organisation, OrganisationQuerySet, YearlyFact
from .person import Person, Post, PostQuerySet
from .user import User, UserManager

__all__ = [
    "BY_NAME",
    "OVERLAP",
    "Identifier",
    "Membership",
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
