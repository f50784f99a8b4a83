"""Two colleagues who save the same page at the same time, on real connections."""

import pytest

from members.models import DataConfirmation
from members.selfservice.actions import DataMoved, change_data
from members.selfservice.forms import DataForm
from members.selfservice.free import seals_of, value_of
from tests.factories.members import OrganisationFactory, UserFactory
from tests.members.accounts.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organisation():
    return OrganisationFactory()


def saver(organisation, **changes):
    """Return a press of the button by somebody who had the page as it is now."""
    names = DataForm(instance=organisation).free_names
    seen = seals_of(organisation, names)
    typed = {name: value_of(organisation, name) for name in names} | changes
    user = UserFactory()

    def save():
        try:
            change_data(organisation, typed=typed, seen=seen, confirmed_by=user)
        except DataMoved as moved:
            return moved.names
        return "saved"

    return save


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_savers_of_one_field_the_second_is_told(organisation, attempt):
    savers = [saver(organisation, trade_name=name) for name in ("Marea", "Alta")]

    results = all_at_once(*savers)

    organisation.refresh_from_db()
    assert sorted(results, key=str) == [["trade_name"], "saved"]
    assert organisation.trade_name == ("Marea" if results[0] == "saved" else "Alta")


def test_four_confirmations_at_once_are_one(organisation):
    results = all_at_once(*[saver(organisation) for _ in range(4)])

    assert results == ["saved"] * 4
    assert DataConfirmation.objects.count() == 1
