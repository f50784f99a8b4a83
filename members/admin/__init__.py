"""The register in the admin panel; Django looks for ``members.admin``."""

from .access_invitation import AccessInvitationAdmin
from .access_request import AccessRequestAdmin
from .agreement import AgreementAdmin
from .body import BodyAdmin, BodyPostAdmin
from .bulk_change import BulkChangeAdmin
from .change_request import ChangeRequestAdmin
from .membership import MembershipAdmin, MembershipCategoryAdmin
from .organisation import OrganisationAdmin
from .person import PersonAdmin
from .saved_filter import SavedFilterAdmin
from .user import UserAdmin

__all__ = [
    "AccessInvitationAdmin",
    "AccessRequestAdmin",
    "AgreementAdmin",
    "BodyAdmin",
    "BodyPostAdmin",
    "BulkChangeAdmin",
    "ChangeRequestAdmin",
    "MembershipAdmin",
    "MembershipCategoryAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "SavedFilterAdmin",
    "UserAdmin",
]
