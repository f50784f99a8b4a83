"""What two records say of one thing: chosen, gathered, or kept apart."""

import pytest
from django.utils import timezone

from members.merging.actions import undo_merge
from members.merging.planning import MergePlan
from members.models import (
    AccessInvitation,
    Activity,
    Organisation,
    OrganisationUser,
    YearlyFact,
)
from tests.factories.members import (
    UserFactory,
    YearlyFactFactory,
)
from tests.members.merging.merge.conftest import everything, fresh, merge

pytestmark = pytest.mark.django_db


def test_fields_are_chosen_one_by_one_and_names_gathered(pair):
    kept, merged = pair

    merge(kept, merged, from_merged=["website", "slug"])

    kept.refresh_from_db()
    assert (kept.municipality, kept.website, kept.slug) == ("Laredo", "https://marea.example/", "marea-2")
    assert kept.other_names == ["Marea Alta SL"]


def test_figures_of_two_counts_are_not_mixed(pair):
    kept, merged = pair
    YearlyFactFactory(organisation=kept, year=2025, headcount=5)
    YearlyFactFactory(organisation=merged, year=2025, headcount=20, women=8)

    merge(kept, merged)

    fact = YearlyFact.objects.get()
    assert (fact.headcount, fact.women) == (5, None)


def test_second_main_activity_becomes_an_ordinary_one(pair):
    for organisation, code in zip(pair, ("6201", "6202"), strict=True):
        Activity.objects.create(organisation=organisation, code=code, is_principal=True)

    merge(*pair)

    assert dict(Activity.objects.values_list("code", "is_principal")) == {"6201": True, "6202": False}


def test_who_may_read_is_not_widened_by_itself(pair):
    Organisation.objects.filter(pk=pair[1].pk).update(visibility={"nif": "public"})

    choices = {choice.field.name: choice.prefers_other for choice in MergePlan(*fresh(*pair)).choices}

    assert choices["visibility"] is False
    assert choices["website"] is True


def test_record_of_a_merge_copies_nobody(pair):
    AccessInvitation.objects.create(
        organisation=pair[1], email="ada@example.org", name="Ada Pérez", expires_at=timezone.now()
    )

    record = merge(*pair)

    assert "ada@example.org" not in str(record.content)
    assert "Ada Pérez" not in str(record.content)


def test_accounts_of_one_person_become_one_with_the_stronger_role(pair):
    user = UserFactory()
    for organisation, role in zip(pair, ("viewer", "owner"), strict=True):
        OrganisationUser.objects.create(organisation=organisation, user=user, role=role)
    before = everything()

    record = merge(*pair)

    assert pair[0].accounts.get().role == "owner"
    undo_merge(record, by=None)
    assert everything() == before


def test_second_open_invitation_of_one_address_is_taken_back(pair):
    for organisation in pair:
        AccessInvitation.objects.create(
            organisation=organisation, email="ada@example.org", expires_at=timezone.now()
        )
    before = everything()

    record = merge(*pair)

    assert AccessInvitation.objects.open().count() == 1
    undo_merge(record, by=None)
    assert everything() == before
