from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from actionplan.actions import create_action_from_gap
from actionplan.gaps import gaps_of
from actionplan.models import Node
from tests.factories.actionplan import ActionFactory, LineFactory, NeedFactory, PackageFactory
from tests.factories.members import OrganisationFactory, UserFactory
from tests.factories.training import OfferProfileFactory

TITLES = {"es": "Curso de IA", "en": "AI course"}


def gap_of(need):
    return next(gap for gap in gaps_of(need.campaign) if gap.need == need)


@pytest.mark.django_db
def test_create_action_from_gap_writes_node_evidence_lead_and_offers():
    need, package, lead, user = (
        NeedFactory(),
        PackageFactory(code="pq7"),
        OrganisationFactory(),
        UserFactory(),
    )
    offer = OfferProfileFactory(profile=need.profile).offer
    ActionFactory(parent=package, plan=package.plan, code="a7-4", position=3)

    node = create_action_from_gap(
        gap_of(need),
        by=user,
        parent=package,
        titles=TITLES,
        rationale="No hay oferta",
        lead=lead,
        due_date=date(2027, 6, 30),
        offers=[offer],
    )

    node.refresh_from_db()
    assert (node.code, node.kind, node.parent, node.position) == ("a7-5", "action", package, 4)
    assert (node.title_es, node.title_en, node.due_date) == ("Curso de IA", "AI course", date(2027, 6, 30))
    assert (node.status, node.provenance, node.is_public) == ("proposed", "proposal", True)
    assert [(link.need, link.rationale) for link in node.node_needs.all()] == [(need, "No hay oferta")]
    assert [(party.organisation, party.role) for party in node.parties.all()] == [(lead, "lead")]
    assert [(link.offer, link.contribution) for link in node.node_offers.all()] == [(offer, "supports")]
    assert [entry.object_id for entry in user.logentry_set.all()] == [str(node.pk)]


@pytest.mark.django_db
def test_create_action_from_gap_twice_makes_two_actions():
    need, package = NeedFactory(), PackageFactory(code="pq1")
    for _ in range(2):
        create_action_from_gap(gap_of(need), by=UserFactory(), parent=package, titles=TITLES, rationale="x")

    assert [node.code for node in gap_of(need).actions] == ["a1-1", "a1-2"]


@pytest.mark.django_db
def test_create_action_from_gap_refuses_a_parent_that_cannot_hold_it():
    need, action = NeedFactory(), ActionFactory()

    with pytest.raises(ValidationError, match="debe formar parte de"):
        create_action_from_gap(gap_of(need), by=UserFactory(), parent=action, titles=TITLES, rationale="x")

    assert Node.objects.filter(title_es="Curso de IA").count() == 0


@pytest.mark.django_db(transaction=True)
def test_create_action_from_gap_gives_two_codes_to_two_people_at_once():
    need, user = NeedFactory(), UserFactory()
    package = PackageFactory(code="pq1")
    line = LineFactory(code="l1", plan=package.plan, parent=package.parent.parent)
    gap, start = gap_of(need), Barrier(2)

    def create(parent):
        try:
            start.wait(timeout=10)
            return create_action_from_gap(gap, by=user, parent=parent, titles=TITLES, rationale="x").code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(create, [package, line]))

    assert codes == ["a1-1", "a1-2"]
