"""Merges that are refused, and leave everything as it was."""

import pytest

from members.merging.actions import merge_records
from members.merging.errors import Conflicting, Gone, MovedOn, WithItself
from members.merging.planning import MergePlan
from members.models import (
    MembershipCategory,
    Organisation,
)
from tests.factories.members import (
    MembershipFactory,
    PostFactory,
)
from tests.factories.surveys import UnitFactory
from tests.members.merging.merge.conftest import everything, fresh, merge

pytestmark = pytest.mark.django_db


def test_two_units_in_one_edition_prevent_the_merge(pair):
    unit = UnitFactory(organisation=pair[0])
    UnitFactory(organisation=pair[1], campaign=unit.campaign)
    before = everything()

    with pytest.raises(Conflicting, match="Marea Alta SL"):
        merge(*pair)

    assert everything() == before


def test_overlapping_memberships_of_different_categories_prevent_the_merge(pair):
    for code, organisation in zip("ab", pair, strict=True):
        category = MembershipCategory.objects.create(code=code, name=code)
        MembershipFactory(organisation=organisation, category=category)

    with pytest.raises(Conflicting):
        merge(*pair)

    assert Organisation.objects.count() == 2


def test_invented_and_real_are_never_merged(pair):
    Organisation.objects.filter(pk=pair[1].pk).update(is_demo=True)

    with pytest.raises(Conflicting):
        merge(*pair)


def test_merge_with_itself_is_refused(pair):
    with pytest.raises(WithItself):
        merge_records(Organisation, pair[0].pk, pair[0].pk, digest="", by=None)


def test_merge_with_one_that_is_gone_is_refused(pair):
    merge(*pair)

    with pytest.raises(Gone):
        merge_records(Organisation, pair[0].pk, pair[1].pk, digest="", by=None)


def test_merge_is_refused_when_something_changed_since_it_was_shown(pair):
    digest = MergePlan(*fresh(*pair)).digest
    PostFactory(organisation=pair[1])

    with pytest.raises(MovedOn):
        merge(*pair, digest=digest)
