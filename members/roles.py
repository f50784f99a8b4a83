"""Roles of the cluster's team in the admin panel: one table, kept as Django groups after every migration."""

from collections.abc import Iterator

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from members.enums import PanelRole

LOOK = ("view",)
WRITE = ("view", "add", "change")
ALL = (*WRITE, "delete")
APPS = ("jobs", "skills", "members", "privacy", "surveys", "training", "actionplan", "study")

# Role → app or app.model → what it may do there; the longer name wins.
TABLE: dict[PanelRole, dict[str, tuple[str, ...]]] = {
    PanelRole.MANAGER: dict.fromkeys(APPS, ALL) | {"surveys.response": (*ALL, "operate")},
    PanelRole.EDITOR: dict.fromkeys(APPS, LOOK)
    | {
        "privacy": (),
        "skills": WRITE,
        "training": ALL,
        "actionplan": WRITE,
        "members.organisation": WRITE,
        "members.identifier": ALL,
        "members.yearlyfact": ALL,
        "members.person": WRITE,
        "members.post": ALL,
    },
    PanelRole.AUDITOR: dict.fromkeys(APPS, LOOK),
}


def permissions_of(role: PanelRole) -> Iterator[Permission]:
    """Yield the permissions that the table gives a role."""
    table = TABLE[role]
    every = Permission.objects.filter(Q(content_type__app_label__in=APPS)).select_related("content_type")
    for permission in every:
        app, model = permission.content_type.app_label, permission.content_type.model
        allowed = table.get(f"{app}.{model}", table.get(app, ()))
        verb = permission.codename.removesuffix(f"_{model}")
        if verb in allowed:
            yield permission


@transaction.atomic
def sync_roles(**kwargs) -> None:
    """Give each role's group exactly what the table says; called after every `migrate`."""
    for role in PanelRole:
        group, _is_new = Group.objects.get_or_create(name=role.value)
        group.permissions.set(permissions_of(role))


def role_of(user) -> PanelRole | None:
    """Return the role an account has in the admin panel, by its group."""
    names = {group.name for group in user.groups.all()}
    return next((role for role in PanelRole if role.value in names), None)


def give_role(user, role: PanelRole | None) -> None:
    """Let an account into the admin panel in one role, or out of it with None."""
    user.groups.set(Group.objects.filter(name=role.value) if role else [])
    user.is_staff = role is not None or user.is_superuser
    user.save(update_fields=["is_staff"])
