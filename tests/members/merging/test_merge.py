from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from actionplan.models import NodeParty
from members.merging.actions import merge_records, undo_merge
from members.merging.errors import CannotUndo, Conflicting, Gone, MovedOn, UndoneAlready, WithItself
from members.merging.planning import MergePlan
from members.merging.references import generic_references, is_history, label_of, references_to
from members.merging.settlements import SETTLEMENTS
from members.models import (
    AccessInvitation,
    AccessRequest,
    Activity,
    DuplicatePair,
    Identifier,
    MembershipCategory,
    Merge,
    Organisation,
    OrganisationUser,
    YearlyFact,
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

pytestmark = pytest.mark.django_db


def merge(kept, merged, **options) -> Merge:
    digest = options.pop("digest", None) or MergePlan(*fresh(kept, merged)).digest
    return merge_records(Organisation, kept.pk, merged.pk, digest=digest, by=None, **options)


def fresh(*organisations):
    return [Organisation.objects.get(pk=one.pk) for one in organisations]


@pytest.fixture
def pair():
    kept = OrganisationFactory(legal_name="Marea Alta, S.L.", slug="marea", municipality="Laredo")
    merged = OrganisationFactory(
        legal_name="Marea Alta SL", slug="marea-2", municipality="Noja", website="https://marea.example/"
    )
    return kept, merged


# The audit trail, the merges themselves and the marks for the search: what undoing adds to.
GROWING = {
    "members.Merge",
    "privacy.Event",
    "pghistory.Context",
    "pghistory.Events",
    "pghistory.MiddlewareEvents",
    "training.SearchChange",
}


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


def everything() -> dict[str, list[str]]:
    """Every row of every table, as the database writes it, save merges and history, which only grow."""
    rows = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.label in GROWING or is_history(model):
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")  # noqa: S608
            rows[model._meta.label] = sorted(text for (text,) in cursor.fetchall())
    return rows


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


def test_who_may_read_is_not_widened_by_itself(pair):
    Organisation.objects.filter(pk=pair[1].pk).update(visibility={"nif": "public"})

    choices = {choice.field.name: choice.prefers_other for choice in MergePlan(*fresh(*pair)).choices}

    assert choices["visibility"] is False
    assert choices["website"] is True


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
