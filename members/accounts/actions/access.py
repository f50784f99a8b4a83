"""Who may act for an organisation: roles changed and taken, one owner always left."""

from django.db import transaction
from django.utils.translation import gettext as _

from members.enums import AccountRole
from members.models import LAST_OWNER, Organisation, OrganisationUser


class AccessRefused(Exception):
    """A change to somebody's access that may not be; its text can be shown."""


@transaction.atomic
def change_role(account: OrganisationUser, *, role: str) -> None:
    """Give somebody another role. Locks the organisation; the last owner keeps theirs."""
    account = locked(account)
    if account.role == AccountRole.OWNER and role != AccountRole.OWNER:
        refuse_last_owner(account)
    account.role = role
    account.save(update_fields=["role"])


@transaction.atomic
def remove_account(account: OrganisationUser) -> None:
    """End somebody's access to an organisation. Locks the organisation; the last owner stays."""
    account = locked(account)
    if account.role == AccountRole.OWNER:
        refuse_last_owner(account)
    account.delete()


def lock(organisation: Organisation) -> None:
    # NO KEY: rows that point to the organisation may still be written meanwhile.
    Organisation.objects.select_for_update(no_key=True).order_by().get(pk=organisation.pk)


def locked(account: OrganisationUser) -> OrganisationUser:
    """Lock the organisation, then read the account as it is now."""
    lock(account.organisation)
    fresh = OrganisationUser.objects.filter(pk=account.pk).first()
    if fresh is None:
        raise AccessRefused(_("This person no longer has access."))
    return fresh


def refuse_last_owner(account: OrganisationUser) -> None:
    others = OrganisationUser.objects.owners().filter(organisation=account.organisation)
    if not others.exclude(pk=account.pk).exists():
        raise AccessRefused(LAST_OWNER)
