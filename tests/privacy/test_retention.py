"""What is kept too long goes, by purpose, and nothing else does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs.clock import run_due
from jobs.models import Run
from members.merging.actions import undo_merge
from members.merging.errors import Forgotten
from members.models import (
    AccessInvitation,
    AccessRequest,
    ChangeRequest,
    ImportBatch,
    Merge,
    SignedInSession,
)
from privacy.models import Event, Purpose
from privacy.retention import clear_what_is_due, due_for_clearing
from privacy.retention_rules import RULES
from surveys.models import ChasingNote, EntryCode, Feedback, Invitation
from tests.factories.members import (
    AccessInvitationFactory,
    AccessRequestFactory,
    ChangeRequestFactory,
    UserFactory,
)
from tests.factories.surveys import CampaignFactory, InvitationFactory, ResponseFactory, UnitFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=365 * 8)


@pytest.fixture
def old_and_new():
    """Of each kind one row that was done with long ago and one that was not; returns the models."""
    now = timezone.now()
    for at in (LONG_AGO, now):
        AccessInvitationFactory(accepted_at=at)
        AccessRequestFactory(state="approved", decided_at=at)
        ChangeRequestFactory(state="approved", decided_at=at)
        SignedInSession.objects.create(user=UserFactory(), session_key=f"{at:%Y}", device="x", seen_at=at)
        batch = ImportBatch.objects.create(file_name="a.csv", sha256="0", row_count=1, expires_at=at)
        ImportBatch.objects.filter(pk=batch.pk).update(created_at=at)
        merge = Merge.objects.create(
            model="members.Organisation", kept_pk=1, merged_pk=2, content=[["x", 1, "a", None]]
        )
        Merge.objects.filter(pk=merge.pk).update(made_at=at)
        unit = UnitFactory(campaign=CampaignFactory(state="closed", closed_at=at))
        ChasingNote.objects.create(unit=unit, text="Called Ana")
        EntryCode.objects.create(invitation=InvitationFactory(), asked_at=at)
    return [
        AccessInvitation,
        AccessRequest,
        ChangeRequest,
        SignedInSession,
        ImportBatch,
        ChasingNote,
        EntryCode,
    ]


def test_old_rows_go_and_new_ones_stay(old_and_new):
    found = {str(due.rule.label): due.rows for due in due_for_clearing()}
    assert [rows for rows in found.values() if rows == 1]

    list(clear_what_is_due())

    assert [model.objects.count() for model in old_and_new] == [1] * len(old_and_new)
    assert sorted(len(merge.content) for merge in Merge.objects.all()) == [0, 1]
    assert {due.rows for due in due_for_clearing()} == {0}


def test_what_was_cleared_leaves_no_copy_in_the_trail(old_and_new):
    ChasingNote.objects.update(text="Ximena Zubizarreta is away")

    list(clear_what_is_due())

    gone = Event.objects.filter(model="surveys.chasingnote", operation="delete").get()
    assert "Zubizarreta" not in str(gone.before)


@pytest.mark.parametrize(("age", "kept"), [(29, 1), (30, 1), (31, 0)])
def test_mailed_code_goes_after_a_month_whatever_the_period_and_its_link_stays(age, kept):
    asked_at = timezone.now() - timedelta(days=age)
    EntryCode.objects.create(invitation=InvitationFactory(), asked_at=asked_at)

    list(clear_what_is_due())

    assert (EntryCode.objects.count(), Invitation.objects.count()) == (kept, 1)


def test_merge_whose_rows_were_cleared_cannot_be_undone(old_and_new, manager):
    list(clear_what_is_due())

    with pytest.raises(Forgotten):
        undo_merge(Merge.objects.get(content=[]), by=manager)


def test_purpose_without_a_period_clears_nothing(old_and_new):
    Purpose.objects.update(retention_months=None)

    assert due_for_clearing() == []
    assert list(clear_what_is_due()) == []


def test_every_purpose_with_rules_is_in_the_register():
    assert set(RULES) <= set(Purpose.objects.values_list("code", flat=True))


def test_clock_clears_every_day(old_and_new):
    run_due()

    run = Run.objects.get(job="privacy.clear_old_data")
    assert run.error == ""
    assert "1" in run.outcome
    assert ChasingNote.objects.count() == 1


def test_page_shows_each_rule(manager_client, old_and_new):
    page = manager_client.get(reverse("admin:privacy_purpose_retention")).content.decode()

    for rules in RULES.values():
        for rule in rules:
            assert str(rule.label) in page


@pytest.mark.parametrize(
    ("closed_at", "kept"), [(LONG_AGO, ""), (timezone.now(), "Larga")], ids=["old", "new"]
)
def test_comment_on_the_survey_goes_and_its_counts_stay(closed_at, kept):
    campaign = CampaignFactory(state="closed", closed_at=closed_at)
    said = Feedback.objects.create(
        response=ResponseFactory(unit__campaign=campaign), difficulty="hard", minutes=30, comment="Larga"
    )

    list(clear_what_is_due())

    said.refresh_from_db()
    assert (said.difficulty, said.minutes, said.comment) == ("hard", 30, kept)
