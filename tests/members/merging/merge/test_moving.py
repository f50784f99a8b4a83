"""A merge moves every reference, and its undo restores every table."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from actionplan.models import NodeParty
from members.merging.actions import undo_merge
from members.merging.errors import CannotUndo, UndoneAlready
from members.merging.references import generic_references, label_of, references_to
from members.merging.settlements import SETTLEMENTS
from members.models import (
    AccessInvitation,
    AccessRequest,
    Activity,
    DuplicatePair,
    Identifier,
    Organisation,
    OrganisationUser,
)
from tests.factories.actionplan import NodeFactory
from tests.factories.members import (
    AgreementFactory,
    BodyPostFactory,
    ChangeRequestFactory,
    DataConfirmationFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
    YearlyFactFactory,
)
from tests.factories.skills import SkillFactory
from tests.factories.surveys import ResponseFactory, UnitFactory
from tests.factories.training import OfferFactory, ProviderFactory
from tests.members.merging.merge.conftest import everything, merge

pytestmark = pytest.mark.django_db


def attach_everything(organisation, *, n: int) -> None:
    """A row in every table that points at organisations, none in another's way."""
    Identifier.objects.create(organisation=organisation, scheme="other", value=f"N{n}")
    Activity.objects.create(organisation=organisation, code=f"620{n}", is_principal=True)
    for year, number in ((2010 + n * 4, f"M{n}"), (2012 + n * 4, f"M{n}")):
        MembershipFactory(
            organisation=organisation, number=number, period=DateRange(date(year, 1, 1), date(year + 1, 1, 1))
        )
    YearlyFactFactory(organisation=organisation, year=2020 + n, staff_turnover="7.5")
    PostFactory(organisation=organisation)
    BodyPostFactory(organisation=organisation)
    AgreementFactory().parties.add(organisation)
    organisation.technologies.add(SkillFactory())
    ResponseFactory(unit=UnitFactory(organisation=organisation))
    OfferFactory(provider=ProviderFactory(organisation=organisation))
    NodeParty.objects.create(node=NodeFactory(), organisation=organisation, role="partner")
    OrganisationUser.objects.create(organisation=organisation, user=UserFactory(), role="owner")
    AccessInvitation.objects.create(
        organisation=organisation, email=f"{n}@example.org", expires_at=timezone.now()
    )
    AccessRequest.objects.create(organisation=organisation, name="Eva", email="eva@example.org")
    ChangeRequestFactory(organisation=organisation)
    DataConfirmationFactory(organisation=organisation, year=2020 + n)
    other = OrganisationFactory()
    DuplicatePair.objects.create(first=organisation, second=other)


def test_every_reference_to_an_organisation_has_its_settlement():
    labels = {label_of(reference) for reference in references_to(Organisation)}

    assert labels - set(SETTLEMENTS) == set()


def test_nothing_points_at_organisations_by_content_type():
    assert list(generic_references()) == []


def test_merge_moves_every_reference(pair):
    kept, merged = pair
    attach_everything(merged, n=1)
    filled = {label_of(one) for one in references_to(Organisation) if has_rows(one, merged)}
    # Pairs of the duplicate finder are dropped, and only one side of them can be filled here.
    assert filled == set(SETTLEMENTS) - {"members.DuplicatePair.second"}

    merge(kept, merged)

    assert not Organisation.objects.filter(pk=merged.pk).exists()
    moved = {label_of(one) for one in references_to(Organisation) if has_rows(one, kept)}
    assert moved == filled - {"members.DuplicatePair.first"}


def has_rows(reference, organisation) -> bool:
    return reference.model._base_manager.filter(**{reference.name: organisation}).exists()


def test_undo_restores_every_table_to_the_last_byte(pair):
    kept, merged = pair
    attach_everything(kept, n=0)
    attach_everything(merged, n=1)
    before = everything()

    record = merge(kept, merged, from_merged=["municipality", "slug"])
    assert everything() != before
    undo_merge(record, by=None)

    assert everything() == before


def test_undo_restores_what_collided(pair):
    kept, merged = pair
    person, skill, agreement, node = PersonFactory(), SkillFactory(), AgreementFactory(), NodeFactory()
    for organisation, people in ((kept, None), (merged, 9)):
        Activity.objects.create(organisation=organisation, code="6201", is_principal=True)
        YearlyFactFactory(organisation=organisation, year=2025, headcount=people, market="national")
        PostFactory(organisation=organisation, person=person)
        agreement.parties.add(organisation)
        organisation.technologies.add(skill)
        NodeParty.objects.create(node=node, organisation=organisation, role="partner")
        OfferFactory(provider=ProviderFactory(organisation=organisation))
    MembershipFactory(organisation=kept, period=DateRange(date(2020, 1, 1), date(2022, 1, 1)))
    MembershipFactory(organisation=merged, period=DateRange(date(2021, 1, 1), None), number="7")
    DuplicatePair.objects.create(first=kept, second=merged)
    before = everything()

    record = merge(kept, merged)

    membership = kept.memberships.get()
    assert (membership.period, membership.number) == (DateRange(date(2020, 1, 1), None), "7")
    assert kept.facts.get().headcount == 9
    assert kept.provider.offers.count() == 2
    assert (kept.posts.count(), kept.agreements.count(), kept.node_parties.count()) == (1, 1, 1)
    undo_merge(record, by=None)
    assert everything() == before


def test_undo_is_refused_once_a_row_has_changed(pair):
    post = PostFactory(organisation=pair[1])
    record = merge(*pair)
    post.refresh_from_db()
    post.organisation = OrganisationFactory()
    post.save()
    before = everything()

    with pytest.raises(CannotUndo, match="Ada"):
        undo_merge(record, by=None)

    assert everything() == before


def test_undo_keeps_what_was_changed_in_a_row_that_only_moved(pair):
    post = PostFactory(organisation=pair[1], role="hr")
    record = merge(*pair)
    post.refresh_from_db()
    post.role = "ceo"
    post.save()

    undo_merge(record, by=None)

    post.refresh_from_db()
    assert (post.organisation, post.role) == (pair[1], "ceo")


def test_undo_happens_once(pair):
    record = merge(*pair)
    undo_merge(record, by=None)

    with pytest.raises(UndoneAlready):
        undo_merge(record, by=None)


def test_what_came_after_the_merge_stays_with_the_record_that_stayed(pair):
    record = merge(*pair)
    later = PostFactory(organisation=pair[0])

    undo_merge(record, by=None)

    later.refresh_from_db()
    assert later.organisation == pair[0]
