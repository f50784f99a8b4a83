"""The register in the admin panel; Django looks for ``members.admin``."""

from .membership import MembershipAdmin, MembershipCategoryAdmin
from .organisation import OrganisationAdmin
from .person import PersonAdmin
from .user import GroupAdmin, UserAdmin

__all__ = [
    "GroupAdmin",
    "MembershipAdmin",
    "MembershipCategoryAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "UserAdmin",
]
