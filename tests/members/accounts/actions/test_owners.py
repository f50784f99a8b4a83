"""An organisation with accounts always keeps an owner."""

import pytest
from django.db import IntegrityError, connection, transaction

from members.accounts import actions
from members.accounts.actions import AccessRefused
from members.models import OrganisationUser
from tests.factories.members import (
    OrganisationFactory,
    OrganisationUserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("change", [actions.remove_account, lambda a: actions.change_role(a, role="editor")])
def test_last_owner_stays(change):
    owner = OrganisationUserFactory()
    OrganisationUserFactory(organisation=owner.organisation, role="editor")
    OrganisationUserFactory(organisation=owner.organisation, role="owner", user__is_active=False)

    with pytest.raises(AccessRefused):
        change(owner)

    owner.refresh_from_db()
    assert owner.role == "owner"


@pytest.mark.parametrize("change", [actions.remove_account, lambda a: actions.change_role(a, role="editor")])
def test_one_of_two_owners_may_go(change):
    first = OrganisationUserFactory()
    second = OrganisationUserFactory(organisation=first.organisation)

    change(first)

    assert list(first.organisation.accounts.owners()) == [second]


def check_now():
    """Make the constraint that waits for the commit speak now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.delete(),
        lambda rows: rows.update(role="viewer"),
        lambda rows: rows.update(organisation=OrganisationFactory()),
    ],
    ids=["delete", "demote", "move"],
)
def test_database_keeps_an_owner_whatever_the_code_does(change):
    owner = OrganisationUserFactory()

    def try_it():
        with transaction.atomic():
            change(OrganisationUser.objects.filter(pk=owner.pk))
            check_now()

    with pytest.raises(IntegrityError):
        try_it()

    assert OrganisationUser.objects.get() == owner


def test_database_lets_owners_be_exchanged_in_one_transaction():
    owner = OrganisationUserFactory()

    with transaction.atomic():
        OrganisationUser.objects.all().delete()
        OrganisationUserFactory(organisation=owner.organisation)
        check_now()

    assert OrganisationUser.objects.owners().count() == 1


@pytest.mark.parametrize("gone", ["organisation", "user"])
def test_database_lets_an_owner_go_with_the_organisation_or_the_account(gone):
    owner = OrganisationUserFactory()

    with transaction.atomic():
        getattr(owner, gone).delete()
        check_now()

    assert not OrganisationUser.objects.exists()
