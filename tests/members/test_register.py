from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from members.bulk import BulkRefused, end_memberships, set_audience, set_listed
from members.enums import Audience, DirectoryField, EndReason
from members.models import Activity, Agreement, BodyPost, Identifier, Membership, Organisation, YearlyFact
from tests.factories.members import (
    AgreementFactory,
    BodyFactory,
    BodyPostFactory,
    MembershipFactory,
    OrganisationFactory,
    YearlyFactFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("typed", "stored"), [("62.01", "6201"), (" 62 ", "62"), ("620", "620"), ("6 2.0 1", "6201")]
)
def test_activity_stores_the_digits(typed, stored):
    activity = Activity(organisation=OrganisationFactory(), classification="CNAE-2009", code=typed)

    activity.full_clean(exclude=["code"])
    activity.clean()

    assert activity.code == stored


@pytest.mark.parametrize("typed", ["J62", "6", "62010", "sesenta", "6²"])
def test_activity_refuses_what_is_no_code(typed):
    activity = Activity(organisation=OrganisationFactory(), classification="CNAE-2009", code=typed)

    with pytest.raises(ValidationError) as error:
        activity.clean()
    assert error.value.error_dict["code"][0].code == "invalid_cnae"


def test_activity_of_each_edition_is_another():
    organisation = OrganisationFactory()
    for classification in ("CNAE-2009", "CNAE-2025"):
        Activity.objects.create(
            organisation=organisation, classification=classification, code="6201", is_principal=True
        )

    assert [str(activity) for activity in organisation.activities.all()] == [
        "62.01 Actividades de programación informática (CNAE-2009)",
        "62.01 (CNAE-2025)",
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.create(
            organisation=organisation, classification="CNAE-2009", code="6202", is_principal=True
        )


def test_yearly_fact_is_one_a_year():
    fact = YearlyFactFactory(year=2025, source="survey")

    with pytest.raises(ValidationError) as error:
        YearlyFact(organisation=fact.organisation, year=2025, source="import").full_clean()
    assert "2025" not in str(error.value)
    assert error.value.messages


def test_yearly_fact_refuses_more_women_than_people():
    with pytest.raises(ValidationError):
        YearlyFact(
            organisation=OrganisationFactory(), year=2025, headcount=3, women=4, source="self"
        ).full_clean()


def test_identifier_of_another_register_keeps_its_letters():
    identifier = Identifier(organisation=OrganisationFactory(), scheme="other", value=" hrb 86-891 ")

    identifier.full_clean()

    assert identifier.value == "HRB86891"


def test_member_number_stays_with_its_organisation():
    first = MembershipFactory(number="7", period=DateRange(date(2019, 1, 1), date(2021, 1, 1)))
    MembershipFactory(organisation=first.organisation, number="7", period=DateRange(date(2023, 1, 1), None))

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(number="7")
    MembershipFactory.create_batch(2, number="")


def test_body_has_one_chair_at_a_time():
    body = BodyFactory()
    BodyPostFactory(body=body, role="chair", period=DateRange(date(2020, 1, 1), date(2024, 1, 1)))
    BodyPostFactory(body=body, role="chair", period=DateRange(date(2024, 1, 1), None))
    BodyPostFactory.create_batch(2, body=body, role="member")

    with pytest.raises(IntegrityError), transaction.atomic():
        BodyPostFactory(body=body, role="chair", period=DateRange(date(2025, 1, 1), None))
    assert BodyPost.objects.current(date(2023, 12, 31)).get().role == "chair"


def test_person_has_a_post_once_at_a_time():
    post = BodyPostFactory(role="member")

    with pytest.raises(IntegrityError), transaction.atomic():
        BodyPostFactory(body=post.body, person=post.person, role="member")


def agreement_until(last_day: date, **fields) -> Agreement:
    return AgreementFactory(period=DateRange(date(2024, 1, 1), last_day + timedelta(days=1)), **fields)


@pytest.mark.parametrize(("days", "warns"), [(-1, False), (0, True), (30, True), (31, False)])
def test_agreement_warns_so_many_days_before_its_last(days, warns):
    agreement_until(TODAY + timedelta(days=days), notice_days=30)

    assert Agreement.objects.expiring(TODAY).exists() is warns
    assert Agreement.objects.lapsed(TODAY).exists() is (days < 0)


def test_agreement_is_quiet_when_it_goes_on():
    agreement_until(TODAY, renews_itself=True)
    renewed = agreement_until(TODAY - timedelta(days=1))
    AgreementFactory(renews=renewed)
    agreement_until(TODAY - timedelta(days=1), is_filed=True)

    assert not Agreement.objects.expiring(TODAY).exists()
    assert not Agreement.objects.lapsed(TODAY).exists()


def test_set_audience_changes_one_field_of_the_chosen():
    chosen, other = OrganisationFactory.create_batch(2, visibility={"website": "manager"})

    changed = set_audience([chosen.pk], DirectoryField.SIZE, Audience.PUBLIC)

    assert changed == 1
    assert Organisation.objects.get(pk=chosen.pk).visibility == {"website": "manager", "size": "public"}
    assert Organisation.objects.get(pk=other.pk).visibility == {"website": "manager"}


def test_set_listed_counts_those_it_changes():
    organisations = [OrganisationFactory(is_listed=listed) for listed in (True, False)]

    assert set_listed([each.pk for each in organisations], listed=False) == 1
    assert not Organisation.objects.filter(is_listed=True).exists()


def test_end_memberships_gives_the_last_day():
    membership = MembershipFactory(period=DateRange(date(2020, 1, 1), None))

    end_memberships([membership.pk], TODAY, EndReason.MERGER)

    membership.refresh_from_db()
    assert membership.period == DateRange(date(2020, 1, 1), TODAY + timedelta(days=1))
    assert membership.end_reason == "merger"


@pytest.mark.parametrize(
    "period",
    [DateRange(date(2019, 1, 1), date(2020, 1, 1)), DateRange(TODAY + timedelta(days=1), None)],
    ids=["ended", "later"],
)
def test_end_memberships_ends_all_or_none(period):
    lasting, refused = MembershipFactory(), MembershipFactory(period=period)

    with pytest.raises(BulkRefused, match=str(refused.organisation)):
        end_memberships([lasting.pk, refused.pk], TODAY, EndReason.OTHER)

    assert Membership.objects.get(pk=lasting.pk).period.upper is None


@pytest.mark.parametrize(
    ("visibility", "kind", "words", "audiences"),
    [
        ({}, "company", "oculta", ["public", "members", "manager"]),
        ({"description": "members"}, "company", "oculta", ["members", "manager"]),
        ({"description": "manager"}, "company", "oculta", ["manager"]),
        ({"description": "nonsense"}, "company", "oculta", ["manager"]),
        ({"other_names": "members"}, "company", "antigua", ["members", "manager"]),
        ({"legal_name": "members"}, "company", "registrada", ["members", "manager"]),
        ({}, "self_employed", "registrada", ["manager"]),
        ({"legal_name": "public"}, "self_employed", "registrada", ["manager"]),
        ({"legal_name": "manager"}, "company", "conocida", ["public", "members", "manager"]),
        ({}, "company", "CONÓCIDA ocúlta", ["public", "members", "manager"]),
        ({}, "company", "100%", []),
        ({}, "company", "_", []),
    ],
)
def test_search_reads_what_the_audience_may_read(visibility, kind, words, audiences):
    organisation = OrganisationFactory(
        legal_name="Registrada, S.L.",
        trade_name="Conocida",
        other_names=["Antigua"],
        description_es="Palabra oculta",
        kind=kind,
        visibility=visibility,
    )
    fields = {"oculta": "description", "antigua": "other_names", "registrada": "legal_name"}

    found = [audience for audience in Audience if Organisation.objects.saying(words, audience).exists()]

    assert found == audiences
    if words in fields:
        field = DirectoryField(fields[words])
        assert [audience for audience in Audience if organisation.shows(field, audience)] == audiences


def test_named_finds_by_any_name_without_accents():
    OrganisationFactory(legal_name="Ánchoa, S.L.", trade_name="Marea", other_names=["Bocarte"])

    for words in ("anchoa", "MAREA", "bocarte marea", "cart"):
        assert Organisation.objects.named(words).exists(), words
    assert not Organisation.objects.named("anchoa sardina").exists()


def test_search_follows_every_change_of_a_name_and_of_who_may_read_it():
    found = OrganisationFactory(legal_name="Ánchoa, S.L.", trade_name="Marea")

    Organisation.objects.update(trade_name="Bocarte", visibility={"legal_name": "members"})

    assert list(Organisation.objects.named("bocarte anchoa")) == [found]
    assert not Organisation.objects.named("marea").exists()
    assert list(Organisation.objects.saying("bo", Audience.PUBLIC)) == [found]
    assert not Organisation.objects.saying("anchoa", Audience.PUBLIC).exists()
    assert list(Organisation.objects.saying("anchoa", Audience.MEMBERS)) == [found]


def test_directory_lists_current_members_that_are_not_hidden():
    listed = MembershipFactory(period=DateRange(date(2020, 1, 1), None)).organisation
    MembershipFactory(organisation=OrganisationFactory(is_listed=False))
    MembershipFactory(period=DateRange(date(2020, 1, 1), date(2022, 1, 1)))
    OrganisationFactory()

    assert list(Organisation.objects.in_directory(TODAY)) == [listed]
