"""What the manager decides: published as worded, sent back, or left because something changed."""

import pytest
from django.core import mail

from tests.factories.members import UserFactory
from tests.factories.skills import SkillFactory
from tests.factories.training import EditionFactory, OfferSkillFactory
from tests.training.upkeep.proposing.deciding import approve, own, run, seals
from training.enums import RevisionState
from training.models import FieldOrigin, Offer, OfferRevision
from training.upkeep.deciding import approve_revision, return_revision
from training.upkeep.errors import NothingNew, OfferMoved, RevisionDecided, RevisionMoved
from training.upkeep.proposing import (
    propose_change,
    propose_withdrawal,
    withdraw_revision,
)
from training.upkeep.values import edition_key, values_of

pytestmark = pytest.mark.django_db


def test_approved_change_is_public_and_noted_as_the_providers(offer, owner, manager):
    revision = propose_change(offer, **own(offer, name_es="Redes II", learning_hours=30), by=owner)

    approve(revision, manager)

    offer = Offer.objects.get()
    assert (offer.name_es, offer.name, offer.learning_hours) == ("Redes II", "Redes II", 30)
    assert offer.confirmed_on is not None
    assert set(offer.origins.values_list("field", "origin", "locked", "by")) == {
        ("name_es", "provider", True, owner.pk),
        ("learning_hours", "provider", True, owner.pk),
    }


def test_what_the_manager_words_otherwise_is_noted_as_the_panels(offer, owner, manager):
    revision = propose_change(offer, **own(offer, name_es="REDES!!", learning_hours=30), by=owner)

    done = approve(revision, manager, name_es="Redes II")

    assert Offer.objects.get().name_es == "Redes II"
    assert dict(FieldOrigin.objects.values_list("field", "origin")) == {
        "name_es": "panel",
        "learning_hours": "provider",
    }
    assert (done.new["name_es"], done.written["name_es"]) == ("REDES!!", "Redes II")


def test_what_the_manager_leaves_stays_as_it_was(offer, owner, manager):
    revision = propose_change(offer, **own(offer, name_es="Redes II", municipality="Potes"), by=owner)

    approve_revision(
        revision, version=1, taken={"municipality": "Potes"}, seen=seals(values_of(offer)), by=manager
    )

    assert Offer.objects.values_list("name_es", "municipality").get() == ("Redes", "Potes")


def test_second_manager_is_told_who_was_faster(offer, owner, manager):
    revision = propose_change(offer, **own(offer, name_es="Redes II"), by=owner)
    stale = OfferRevision.objects.get()
    other = UserFactory(name="Bea", is_staff=True)
    approve(revision, other)

    with pytest.raises(RevisionDecided, match="Bea"):
        return_revision(stale, version=1, reason="No", by=manager)

    assert OfferRevision.objects.get().state == RevisionState.APPROVED


def test_proposal_amended_while_a_manager_reads_it_is_not_published(offer, owner, manager):
    revision = propose_change(offer, **own(offer, name_es="Redes II"), by=owner)
    stale = OfferRevision.objects.get()
    propose_change(offer, **own(offer, name_es="Redes III"), version=1, by=owner)

    with pytest.raises(RevisionMoved):
        approve_revision(stale, version=1, taken=stale.new, seen={}, by=manager)

    assert Offer.objects.get().name_es == "Redes"
    assert revision.pk == stale.pk


def test_offer_changed_while_a_manager_reads_is_not_overwritten(offer, owner, manager):
    revision = propose_change(offer, **own(offer, name_es="Redes II"), by=owner)
    seen = seals(values_of(offer))
    Offer.objects.update(name_es="Redes locales")

    with pytest.raises(OfferMoved):
        approve_revision(revision, version=1, taken=revision.new, seen=seen, by=manager)

    assert Offer.objects.get().name_es == "Redes locales"


def test_sent_back_proposal_is_gone_on_from(offer, owner, manager):
    edition = EditionFactory(offer=offer, places=10)
    revision = propose_change(offer, **run(edition, places=12), by=owner)
    return_revision(revision, version=1, reason="¿Doce?", by=manager)

    again = propose_change(offer, **own(offer, name_es="Redes II"), by=owner)

    assert again.pk != revision.pk
    assert again.new == {edition_key(edition.pk, "places"): 12, "name_es": "Redes II"}


def test_withdrawn_proposal_leaves_everything_and_cannot_be_decided(offer, owner, manager):
    revision = propose_change(offer, **own(offer, name_es="Redes II"), by=owner)

    withdraw_revision(revision, by=owner)

    with pytest.raises(RevisionDecided):
        approve(revision, manager)
    assert Offer.objects.get().name_es == "Redes"


def test_withdrawing_an_offer_waits_for_the_cluster(offer, owner, manager):
    revision = propose_withdrawal(offer, by=owner, note="Ya no se imparte")
    assert Offer.objects.get().status == "published"

    approve(revision, manager)

    assert Offer.objects.get().status == "archived"
    with pytest.raises(NothingNew):
        propose_withdrawal(offer, by=owner)


def test_approved_skills_are_confirmed(offer, owner, manager):
    kept, gone, new = SkillFactory(code="kept"), SkillFactory(code="gone"), SkillFactory(code="new")
    OfferSkillFactory(offer=offer, skill=kept, level_reached=3)
    OfferSkillFactory(offer=offer, skill=gone)
    revision = propose_change(offer, **own(offer, skills=["kept", "new"]), by=owner)

    approve(revision, manager)

    assert set(offer.offer_skills.values_list("skill__code", "origin", "level_reached")) == {
        ("kept", "curator", 3),
        ("new", "provider", None),
    }
    assert not offer.offer_skills.filter(confirmed_on=None).exists()
    assert new.offer_skills.exists()


def test_decision_is_mailed_in_the_providers_language(
    offer, owner, manager, django_capture_on_commit_callbacks
):
    revision = propose_change(offer, **own(offer, name_es="Redes II"), by=owner)
    OfferRevision.objects.update(language="en")

    with django_capture_on_commit_callbacks(execute=True):
        return_revision(revision, version=1, reason="Falta el precio", by=manager)

    (message,) = mail.outbox
    assert message.to == [owner.email]
    assert message.subject == "Your proposal for Redes came back"
    assert "Falta el precio" in message.body
    assert "/en/" in message.body
