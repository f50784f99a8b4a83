from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from tests.factories.members import UserFactory
from tests.factories.skills import SkillFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferSkillFactory
from training.enums import RevisionState
from training.models import Edition, FieldOrigin, Offer, OfferRevision
from training.upkeep.deciding import approve_revision, return_revision
from training.upkeep.errors import NothingNew, OfferMoved, RevisionDecided, RevisionMoved
from training.upkeep.proposing import (
    amend_offer,
    propose_change,
    propose_offer,
    propose_withdrawal,
    withdraw_revision,
)
from training.upkeep.values import edition_key, own_values, run_values, seal, values_of

pytestmark = pytest.mark.django_db


def seals(values):
    return {key: seal(value) for key, value in values.items()}


def own(offer, **changes):
    """Return what the form would post, and the seals of what its page showed."""
    values = {key: value for key, value in own_values(offer).items() if key != "status"}
    return {"typed": values | changes, "seen": seals(values)}


def run(edition, **changes):
    values = run_values(edition)
    changed = {edition_key(edition.pk, name): value for name, value in changes.items()}
    return {"typed": values | changed, "seen": seals(values)}


def approve(revision, by, **changes):
    now = values_of(revision.offer) if revision.offer else {}
    return approve_revision(
        revision, version=revision.version, taken=revision.new | changes, seen=seals(now), by=by
    )


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


def test_new_offer_has_no_row_until_it_is_published(provider, owner, manager):
    revision = propose_offer(provider, typed={"name_es": "Redes", "kind": "course", "url": ""}, by=owner)
    assert not Offer.objects.exists()
    revision = amend_offer(revision, typed={"name_es": "Redes y nubes", "kind": "mooc"}, version=1, by=owner)

    approve(revision, manager)

    offer = Offer.objects.get()
    assert (offer.name_es, offer.kind, offer.slug, offer.status, offer.provider) == (
        "Redes y nubes",
        "mooc",
        "redes-y-nubes",
        "published",
        provider,
    )
    assert offer.source_note != ""
    assert offer.revisions.get() == revision


def test_new_offer_sent_twice_waits_once(provider, owner):
    typed = {"name_es": "Redes", "kind": "course", "url": ""}

    first, again, other = (
        propose_offer(provider, typed=typed | {"url": url}, by=owner) for url in ("", "", "/x")
    )

    assert again == first
    assert set(OfferRevision.objects.all()) == {first, other}


@pytest.mark.django_db(transaction=True)
def test_new_offer_clicked_by_many_at_once_waits_once(provider, owner):
    def click(barrier):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return propose_offer(provider, typed={"name_es": "Redes"}, by=owner).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        clicked = list(pool.map(click, [Barrier(8)] * 8))

    assert len(set(clicked)) == 1
    assert OfferRevision.objects.count() == 1


def test_new_offers_get_addresses_of_their_own(provider, owner, manager):
    OfferFactory(slug="redes")
    OfferFactory(slug="redes-2")

    approve(propose_offer(provider, typed={"name_es": "Redes"}, by=owner), manager)

    assert Offer.objects.filter(provider=provider).get().slug == "redes-3"


def test_new_edition_is_made_when_it_is_approved(offer, owner, manager):
    key = edition_key("new1", "start_date")
    revision = propose_change(offer, typed={key: "2027-02-01"}, seen={key: seal("")}, by=owner)
    assert not Edition.objects.exists()

    approve(revision, manager)

    assert offer.editions.get().start_date == date(2027, 2, 1)


def test_trusted_provider_changes_dates_at_once(offer, owner):
    type(offer.provider).objects.update(is_trusted=True)
    edition = EditionFactory(offer=offer, places=10)

    assert propose_change(offer, **run(edition, places=12, start_date="2027-01-10"), by=owner) is None

    edition.refresh_from_db()
    assert (edition.places, edition.start_date) == (12, date(2027, 1, 10))
    assert not OfferRevision.objects.exists()
    assert set(edition.origins.values_list("origin", "locked")) == {("provider", True)}


def test_trusted_provider_waits_with_everything_else(offer, owner):
    type(offer.provider).objects.update(is_trusted=True)
    edition = EditionFactory(offer=offer, municipality="Laredo")

    revision = propose_change(offer, **run(edition, municipality="Potes"), by=owner)

    assert revision.new == {edition_key(edition.pk, "municipality"): "Potes"}
    edition.refresh_from_db()
    assert edition.municipality == "Laredo"


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
