"""A proposed change stands beside what is public, and overwrites nobody."""

import pytest
from django.core import mail

from tests.factories.training import EditionFactory
from tests.training.upkeep.proposing.deciding import own, run
from training.enums import RevisionState
from training.models import Offer, OfferRevision
from training.upkeep.errors import NothingNew, OfferMoved, RevisionMoved
from training.upkeep.proposing import (
    propose_change,
)
from training.upkeep.values import edition_key

pytestmark = pytest.mark.django_db


def test_proposed_change_stands_beside_what_is_public(offer, owner):
    revision = propose_change(offer, **own(offer, name_es="Redes II"), by=owner)

    assert (revision.old, revision.new, revision.state) == (
        {"name_es": "Redes"},
        {"name_es": "Redes II"},
        "pending",
    )
    assert Offer.objects.get().name_es == "Redes"


def test_second_change_goes_into_the_same_proposal(offer, owner):
    edition = EditionFactory(offer=offer, places=10)
    first = propose_change(offer, **own(offer, name_es="Redes II"), by=owner)

    second = propose_change(offer, **run(edition, places=12), version=first.version, by=owner)

    assert second.pk == first.pk
    assert second.new == {"name_es": "Redes II", edition_key(edition.pk, "places"): 12}
    assert second.version == 2


def test_amending_back_to_what_is_public_withdraws_the_proposal(offer, owner):
    revision = propose_change(offer, **own(offer, name_es="Redes II"), by=owner)

    assert propose_change(offer, **own(offer), version=revision.version, by=owner) is None

    assert OfferRevision.objects.get().state == RevisionState.WITHDRAWN


def test_nothing_new_is_no_proposal(offer, owner):
    with pytest.raises(NothingNew):
        propose_change(offer, **own(offer), by=owner)

    assert not OfferRevision.objects.exists()


def test_change_published_meanwhile_is_told_and_nothing_is_kept(offer, owner):
    posted = own(offer, name_es="Redes II")
    Offer.objects.update(name_es="Redes locales")

    with pytest.raises(OfferMoved) as moved:
        propose_change(offer, **posted, by=owner)

    assert moved.value.keys == ["name_es"]
    assert not OfferRevision.objects.exists()


def test_untouched_field_that_changed_meanwhile_is_no_change(offer, owner):
    posted = own(offer, name_es="Redes II")
    Offer.objects.update(municipality="Potes")

    assert propose_change(offer, **posted, by=owner).new == {"name_es": "Redes II"}


def test_two_colleagues_do_not_overwrite_each_other(offer, owner):
    shown = own(offer, name_es="Uno")
    propose_change(offer, **own(offer, name_es="Otro"), by=owner)

    with pytest.raises(RevisionMoved):
        propose_change(offer, **shown, version=None, by=owner)

    assert OfferRevision.objects.get().new == {"name_es": "Otro"}


def test_managers_are_told_once_of_a_proposal(offer, owner, manager, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = propose_change(offer, **own(offer, name_es="Redes II"), by=owner)
        propose_change(offer, **own(offer, name_es="Redes III"), version=first.version, by=owner)

    assert [(message.to, "Redes" in message.subject) for message in mail.outbox] == [([manager.email], True)]
