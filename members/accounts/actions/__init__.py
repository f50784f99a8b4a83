"""Everything that changes who may act for an organisation."""

from .access import AccessRefused, change_role, lock, remove_account
from .addresses import ask_email_change, change_email, read_email_change
from .invitations import (
    accept_invitation,
    find_invitation,
    invite,
    invite_contacts,
    resend_invitation,
    revoke_invitation,
)
from .letters import language_of, later, managers
from .requests import approve_request, ask_for_access, decide, reject_request

__all__ = [
    "AccessRefused",
    "accept_invitation",
    "approve_request",
    "ask_email_change",
    "ask_for_access",
    "change_email",
    "change_role",
    "decide",
    "find_invitation",
    "invite",
    "invite_contacts",
    "language_of",
    "later",
    "lock",
    "managers",
    "read_email_change",
    "reject_request",
    "remove_account",
    "resend_invitation",
    "revoke_invitation",
]
