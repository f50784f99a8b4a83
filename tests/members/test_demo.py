from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from members.baseline import load_organisations
from members.demo import MARK, RealMembersPresentError, load_members
from members.enums import SizeBand
from members.models import (
    Activity,
    Agreement,
    Body,
    BodyPost,
    Membership,
    Organisation,
    OrganisationUser,
    Person,
    Post,
    YearlyFact,
)
from members.tables import read_table
from tests.factories.members import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def counts() -> list[int]:
    return [model.objects.count() for model in (Organisation, Membership, YearlyFact, Person, Post)]


def test_load_members_returns_34_and_leaves_two_that_left():
    members = load_members()

    assert len(members) == 34
    assert set(members) == set(Organisation.objects.members_on(TODAY))
    assert Organisation.objects.count() == 36


def test_load_members_twice_changes_nothing():
    load_members()
    first = counts()

    assert len(load_members()) == 34
    assert counts() == first


def test_load_members_adds_what_is_missing():
    organisation = load_members()[0]
    organisation.memberships.all().delete()
    organisation.body_posts.all().delete()
    organisation.delete()

    assert len(load_members()) == 34
    assert Organisation.objects.members_on(TODAY).count() == 34


def test_load_members_are_plainly_invented():
    load_members()

    for organisation in Organisation.objects.all():
        assert organisation.is_demo is True
        assert organisation.trade_name.endswith("(demo)")
        assert organisation.legal_name.endswith("(demo)")
        assert organisation.website.endswith(".example/")
        assert "invent" in organisation.description_es
        assert "invent" in organisation.description_en
    assert {email.rsplit(".", 1)[1] for email in Person.objects.values_list("work_email", flat=True)} == {
        "example"
    }


def test_load_members_are_mostly_of_ten_to_twenty_five_people():
    load_members()

    sizes = Organisation.objects.members_on(TODAY).with_headcount().values_list("headcount", flat=True)
    bands = Counter(SizeBand.of(size) for size in sizes)

    assert bands.most_common(1)[0][0] == SizeBand.SMALL
    assert bands[SizeBand.MICRO] >= 5
    assert SizeBand.UNKNOWN not in bands


def test_load_members_each_have_one_or_two_survey_contacts():
    members = load_members()

    contacts = Counter(Post.objects.survey_contacts().values_list("organisation__slug", flat=True))
    assert {contacts[organisation.slug] for organisation in members} == {1, 2}


def test_load_members_refuses_where_there_are_real_ones():
    MembershipFactory(organisation=OrganisationFactory(is_demo=False))

    with pytest.raises(RealMembersPresentError):
        load_members()

    assert Organisation.objects.filter(is_demo=True).count() == 0


def test_load_members_lives_beside_the_real_organisations_of_the_plan():
    load_organisations()

    assert len(load_members()) == 34


@pytest.mark.parametrize("present", [False, True], ids=["first time", "again"])
def test_load_members_costs_few_queries(django_assert_max_num_queries, present):
    if present:
        load_members()
    with django_assert_max_num_queries(45):
        load_members()


def test_load_organisations_twice_changes_nothing_and_makes_nobody_a_member():
    load_organisations()
    organisations = load_organisations()

    assert len(organisations) == Organisation.objects.count() == len(read_table("organisations"))
    assert {organisation.is_demo for organisation in organisations} == {False}
    assert Membership.objects.count() == 0


def test_load_organisations_keeps_what_the_manager_wrote():
    load_organisations()
    Organisation.objects.filter(slug="emcan").update(municipality="Santander")

    load_organisations()

    assert Organisation.objects.get(slug="emcan").municipality == "Santander"


def test_load_organisations_name_their_source():
    assert [organisation for organisation in load_organisations() if not organisation.source_note] == []


def test_demo_register_has_figures_bodies_and_an_agreement_about_to_end():
    load_members()
    load_members()

    today = timezone.localdate()
    members = Organisation.objects.in_directory(today).with_size()
    assert {member.eu_band for member in members} >= {"micro", "small", "medium", "unknown"}
    assert Activity.objects.filter(classification="CNAE-2009", organisation__in=members).count() == 31
    assert not Activity.objects.filter(organisation__is_demo=False).exists()
    assert Agreement.objects.expiring(today).count() == 1
    assert Body.objects.filter(is_demo=True).count() == 3
    assert BodyPost.objects.current(today).filter(role="chair").count() == 3
    assert all(MARK in str(body) for body in Body.objects.all())
    assert Agreement.objects.filter(is_demo=False).count() == 0


def test_company_account_of_the_demonstration_owns_one_invented_company(settings, capsys):
    settings.DEMO = True
    load_members()

    call_command("create_demo_company")
    call_command("create_demo_company")

    account = OrganisationUser.objects.get(user__email=settings.DEMO_COMPANY)
    assert account.organisation.is_demo
    assert account.role == "owner"
    assert not account.user.has_usable_password()
    assert settings.DEMO_COMPANY in capsys.readouterr().out


def test_company_account_of_the_demonstration_is_made_nowhere_else(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("create_demo_company")
