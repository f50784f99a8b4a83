"""Two managers decide one proposed change in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories.members import UserFactory
from tests.training.upkeep.pages.conftest import change
from training.enums import RevisionState
from training.models import Offer, OfferRevision
from training.upkeep.deciding import approve_revision, return_revision
from training.upkeep.errors import RevisionDecided

pytestmark = pytest.mark.django_db(transaction=True)


def approve(revision, by):
    return approve_revision(revision, version=1, taken={"name_es": "Redes II"}, seen={}, by=by)


def send_back(revision, by):
    return return_revision(revision, version=1, reason="No", by=by)


@pytest.mark.parametrize("decisions", [(approve, approve), (approve, send_back), (send_back, send_back)])
def test_exactly_one_decides_and_the_other_is_told_who(offer, owner, decisions):
    revision = change(offer, owner, name_es="Redes II")
    managers = [UserFactory(name=name, is_staff=True) for name in ("Bea", "Carlos")]
    barrier = Barrier(2)

    def decide(decision, by):
        try:
            connection.ensure_connection()
            mine = OfferRevision.objects.get(pk=revision.pk)
            barrier.wait(timeout=30)
            return decision(mine, by)
        except RevisionDecided as late:
            return late
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(decide, decisions, managers))

    (late,) = [one for one in came if isinstance(one, RevisionDecided)]
    winner = came.index(next(one for one in came if one is not late))
    assert managers[winner].name in str(late)
    state = OfferRevision.objects.get().state
    assert state == (RevisionState.APPROVED if decisions[winner] is approve else RevisionState.RETURNED)
    assert Offer.objects.get().name_es == ("Redes II" if decisions[winner] is approve else "Redes")
