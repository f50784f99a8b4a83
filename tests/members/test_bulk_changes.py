"""Many rows changed at once, and put back."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from members.bulk import end_memberships, set_audience, set_listed
from members.enums import PanelRole
from members.models import BulkChange, Membership, Organisation
from members.panel.bulk_changes import UndoRefused, change_many, undo_change
from members.roles import give_role, sync_roles
from tests.conftest import sign_in
from tests.factories.members import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.training import OfferFactory
from training.models import Offer

pytestmark = pytest.mark.django_db


def hide(organisations, by):
    keys = [organisation.pk for organisation in organisations]
    return change_many(
        Organisation,
        keys,
        ["is_listed"],
        title="Hide",
        by=by,
        perform=lambda: set_listed(keys, listed=False),
    )


def test_undo_puts_every_row_back_and_leaves_the_untouched_alone(manager):
    shown, hidden = OrganisationFactory(is_listed=True), OrganisationFactory(is_listed=False)

    change = hide([shown, hidden], manager)
    undone = undo_change(change, by=manager)

    assert (change.rows, undone.restored, undone.moved_on) == (1, 1, ())
    assert dict(Organisation.objects.values_list("pk", "is_listed")) == {shown.pk: True, hidden.pk: False}


def test_row_that_moved_on_is_left_as_it_is_and_named(manager):
    first, second = OrganisationFactory(), OrganisationFactory(legal_name="Marea Alta, S.L.")
    change = hide([first, second], manager)
    Organisation.objects.filter(pk=second.pk).update(is_listed=True)

    undone = undo_change(change, by=manager)

    assert (undone.restored, undone.moved_on) == (1, ("Marea Alta, S.L.",))
    assert set(Organisation.objects.values_list("is_listed", flat=True)) == {True}


def test_row_that_is_gone_is_passed_over(manager):
    first, second = OrganisationFactory(), OrganisationFactory()
    change = hide([first, second], manager)
    second.delete()

    assert undo_change(change, by=manager).restored == 1


def test_undo_happens_once(manager):
    change = hide([OrganisationFactory()], manager)
    undo_change(change, by=manager)

    with pytest.raises(UndoRefused):
        undo_change(change, by=manager)


def test_change_that_changes_nothing_is_not_kept(manager):
    assert hide([OrganisationFactory(is_listed=False)], manager) is None
    assert not BulkChange.objects.exists()


def test_periods_and_tables_come_back_as_they_were(manager):
    membership = MembershipFactory(period=DateRange(date(2020, 1, 1), None))
    organisation = OrganisationFactory(visibility={"size": "public"})
    ended = change_many(
        Membership,
        [membership.pk],
        ["period", "end_reason"],
        title="End",
        by=manager,
        perform=lambda: end_memberships([membership.pk], date(2026, 1, 31), "left"),
    )
    told = change_many(
        Organisation,
        [organisation.pk],
        ["visibility"],
        title="Tell",
        by=manager,
        perform=lambda: set_audience([organisation.pk], "size", "members"),
    )

    undo_change(ended, by=manager)
    undo_change(told, by=manager)

    membership.refresh_from_db()
    organisation.refresh_from_db()
    assert membership.period == DateRange(date(2020, 1, 1), None)
    assert membership.end_reason == ""
    assert organisation.visibility == {"size": "public"}


@pytest.mark.django_db(transaction=True)
def test_two_managers_undoing_at_once_undo_once(manager):
    change = hide([OrganisationFactory()], manager)
    start, outcomes = Barrier(2), []

    def undo() -> None:
        start.wait()
        try:
            outcomes.append(undo_change(change, by=manager).restored)
        except UndoRefused:
            outcomes.append("refused")
        connection.close()

    threads = [Thread(target=undo) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, outcomes)) == ["1", "refused"]


def confirm(client, url: str, action: str, *rows, **data):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(url, chosen | {"confirmed": "yes"} | data, follow=True)


def test_message_leads_to_the_way_back(manager_client):
    offer = OfferFactory(status="published")
    url = reverse("admin:training_offer_changelist")

    page = confirm(manager_client, url, "unpublish", offer).content.decode()
    undo = reverse("admin:members_bulkchange_undo", args=[BulkChange.objects.get().pk])
    assert f'href="{undo}"' in page
    assert str(offer) in manager_client.get(undo).content.decode()
    assert Offer.objects.published().count() == 0

    back = manager_client.post(undo)
    assert back["Location"] == url
    assert Offer.objects.published().count() == 1
    assert manager_client.get(undo).status_code == 200


def test_who_may_not_change_the_rows_may_not_undo(client, manager):
    change = hide([OrganisationFactory()], manager)
    sync_roles()
    user = UserFactory()
    give_role(user, PanelRole.AUDITOR)
    sign_in(client, user)
    undo = reverse("admin:members_bulkchange_undo", args=[change.pk])

    assert client.get(undo).status_code == 403
    assert client.post(undo).status_code == 403
    assert not Organisation.objects.get().is_listed


def test_list_shows_what_was_done_and_the_way_back(manager_client, manager):
    change = hide([OrganisationFactory()], manager)
    undo_change(hide([OrganisationFactory()], manager), by=manager)

    page = manager_client.get(reverse("admin:members_bulkchange_changelist")).content.decode()

    assert reverse("admin:members_bulkchange_undo", args=[change.pk]) in page
