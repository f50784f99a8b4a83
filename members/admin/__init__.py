"""The register in the admin panel; Django looks for ``members.admin``."""

from .agreement import AgreementAdmin
from .body import BodyAdmin, BodyPostAdmin
from .membership import MembershipAdmin, MembershipCategoryAdmin
from .organisation import OrganisationAdmin
from .person import PersonAdmin
from .user import GroupAdmin, UserAdmin

__all__ = [
    "AgreementAdmin",
    "BodyAdmin",
    "BodyPostAdmin",
    "GroupAdmin",
    "MembershipAdmin",
    "MembershipCategoryAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "UserAdmin",
]
