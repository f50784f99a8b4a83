"""Real connections at the same time: two owners who leave, one invitation accepted twenty times."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from members.accounts.actions import AccessRefused, accept_invitation, change_role, invite, remove_account
from members.models import AccessInvitation, OrganisationUser, User
from tests.factories.members import AccessInvitationFactory, OrganisationFactory, OrganisationUserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(*tasks):
    """Run each task in a thread with a connection of its own, starting together; return what came of it."""
    barrier = Barrier(len(tasks))

    def run(task):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return task()
        except (AccessRefused, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


@pytest.fixture
def owners():
    first = OrganisationUserFactory()
    return [first, OrganisationUserFactory(organisation=first.organisation)]


@pytest.mark.parametrize("attempt", range(3))
def test_two_owners_leaving_at_once_leave_one(owners, attempt):
    results = all_at_once(lambda: remove_account(owners[0]), lambda: change_role(owners[1], role="viewer"))

    assert OrganisationUser.objects.owners().count() == 1
    assert sum(isinstance(result, AccessRefused) for result in results) == 1


@pytest.mark.parametrize("attempt", range(3))
def test_database_alone_keeps_one_of_two_owners(owners, attempt):
    """Without the action's lock: each sees the other still there until the trigger makes them wait."""
    together = Barrier(2)

    def leave(owner):
        with transaction.atomic():
            OrganisationUser.objects.filter(pk=owner.pk).delete()
            together.wait(timeout=30)

    results = all_at_once(lambda: leave(owners[0]), lambda: leave(owners[1]))

    assert OrganisationUser.objects.owners().count() == 1
    assert sum(isinstance(result, IntegrityError) for result in results) == 1


def test_twenty_presses_of_accept_make_one_account():
    invitation = AccessInvitationFactory(email="ada@example.org")

    results = all_at_once(*[lambda: accept_invitation(invitation)] * 20)

    assert User.objects.filter(email="ada@example.org").count() == 1
    assert OrganisationUser.objects.count() == 1
    assert sum(result is not None for result in results) == 1


def test_two_invitations_accepted_at_once_share_one_new_account():
    pair = [AccessInvitationFactory(email="ada@example.org") for _ in range(2)]

    all_at_once(*[lambda each=each: accept_invitation(each) for each in pair])

    assert User.objects.get(email="ada@example.org").organisation_accounts.count() == 2


def test_inviting_one_address_at_once_leaves_one_open_invitation():
    organisation = OrganisationFactory()

    all_at_once(*[lambda: invite(organisation, email="ada@example.org", role="owner", by=None)] * 5)

    assert AccessInvitation.objects.open().count() == 1
