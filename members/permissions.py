"""Who may read what of the register."""

from members.enums import Audience


def audience_of(user) -> Audience:
    """Return the audience that ``user`` belongs to in the directory."""
    if user.is_active and user.is_staff:
        return Audience.MANAGER
    return Audience.PUBLIC
