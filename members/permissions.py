"""Who may read what of the register, and what each role includes for its organisation."""

from members.enums import AccountRole, Audience

VIEW = "view"
EDIT = "edit"
ANSWER = "answer"
PEOPLE = "people"

RIGHTS: dict[str, frozenset[str]] = {
    AccountRole.OWNER: frozenset({VIEW, EDIT, ANSWER, PEOPLE}),
    AccountRole.EDITOR: frozenset({VIEW, EDIT, ANSWER}),
    AccountRole.VIEWER: frozenset({VIEW}),
    AccountRole.RESPONDENT: frozenset({ANSWER}),
}


def may(role: str | None, right: str) -> bool:
    """Say whether a role in an organisation includes a right; no role includes none."""
    return right in RIGHTS.get(role, frozenset())


def roles_with(right: str) -> list[str]:
    return [role for role, rights in RIGHTS.items() if right in rights]


def audience_of(user) -> Audience:
    """Return the audience that ``user`` belongs to in the directory."""
    if user.is_active and user.is_staff:
        return Audience.MANAGER
    if user.is_authenticated and user.is_active and user.organisation_accounts.of_members().exists():
        return Audience.MEMBERS
    return Audience.PUBLIC
