from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from skills.models import ProfileSkill
from tests.factories.skills import DemandFactory, ProfileFactory, SkillFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory

pytestmark = pytest.mark.django_db


def get(client, name, *args):
    return client.get(reverse(f"training:{name}", args=args))


def lead_to(profile, **fields):
    return OfferProfileFactory(profile=profile, offer=OfferFactory(**fields)).offer


def demand_of_skill(skill, **fields):
    return DemandFactory(profile=None, skill=skill, **fields)


def test_profiles_are_listed_by_what_companies_ask_for(client):
    rare, asked, unknown = (ProfileFactory(label_es=label) for label in ("Rara", "Pedida", "Nueva"))
    DemandFactory(profile=rare, companies=2)
    DemandFactory(profile=asked, companies=20)
    lead_to(asked)
    lead_to(asked, status="draft")
    OfferProfileFactory(profile=asked, confirmed_on=None)

    rows = get(client, "profile-list").context["profiles"]

    assert [row.term for row in rows] == [asked, rare, unknown]
    assert [row.offers for row in rows] == [1, 0, 0]
    assert [row.is_unserved for row in rows] == [False, True, False]


def test_what_is_asked_for_and_nobody_teaches_is_named(client):
    taught, missing = SkillFactory(label_es="Enseñada"), SkillFactory(label_es="Sin oferta")
    OfferSkillFactory(skill=taught)
    OfferSkillFactory(skill=missing, confirmed_on=None)
    for skill in (taught, missing):
        demand_of_skill(skill, edition="2025")

    response = get(client, "profile-list")

    assert [row.term for row in response.context["unserved"]] == [missing]
    assert "Sin oferta" in response.content.decode()


def test_profile_says_what_is_asked_what_it_is_made_of_and_where_to_learn_it(client):
    profile = ProfileFactory(label_es="Analista de datos")
    DemandFactory(profile=profile, companies=12, answers=30)
    essential, optional = SkillFactory(label_es="SQL"), SkillFactory(label_es="Python")
    ProfileSkill.objects.create(profile=profile, skill=optional, relation="optional")
    ProfileSkill.objects.create(profile=profile, skill=essential)
    demand_of_skill(optional, companies=25)

    response = get(client, "profile-detail", profile.code)
    page = response.content.decode()

    assert [row.term for row in response.context["pathway"].skills] == [essential, optional]
    assert "12 de las 30 empresas" in page
    assert "/estudio/2025/" in page
    assert "25 de las 30 empresas" in page


def test_training_stands_in_the_order_it_can_be_taken(client):
    profile = ProfileFactory()
    soon = timezone.localdate() + timedelta(days=10)
    hard = lead_to(profile, name_es="Difícil", level="advanced")
    easy_closed = lead_to(profile, name_es="Fácil, acabada", level="initial")
    EditionFactory(offer=easy_closed, start_date="2020-01-01", end_date="2020-02-01")
    easy_open = lead_to(profile, name_es="Fácil, abierta", level="initial")
    EditionFactory(offer=easy_open, application_start_date="2020-01-01", application_deadline=soon)
    unknown = lead_to(profile, name_es="Sin nivel")
    lead_to(profile, status="draft")

    sheets = get(client, "profile-detail", profile.code).context["pathway"].sheets

    assert [sheet.offer for sheet in sheets] == [easy_open, easy_closed, hard, unknown]


def test_profile_without_offers_leads_to_the_plan(client):
    page = get(client, "profile-detail", ProfileFactory().code).content.decode()

    assert reverse("actionplan:plan") in page


def test_skill_shows_demand_supply_and_the_profiles_that_need_it(client):
    skill, profile = SkillFactory(), ProfileFactory()
    demand_of_skill(skill, companies=7)
    offer = OfferSkillFactory(skill=skill).offer
    OfferSkillFactory(skill=skill, confirmed_on=None)
    ProfileSkill.objects.create(profile=profile, skill=skill)

    response = get(client, "skill-detail", skill.code)

    pathway = response.context["pathway"]
    assert [sheet.offer for sheet in pathway.sheets] == [offer]
    assert [row.term for row in pathway.profiles] == [profile]
    assert "7 de las 30 empresas" in response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("profile-list", 3), ("profile-detail", 8), ("skill-detail", 8)]
)
def test_pathways_make_a_constant_number_of_queries(client, number, name, queries, django_assert_num_queries):
    profile, skill = ProfileFactory(), SkillFactory()
    for _number in range(number):
        offer = lead_to(profile)
        OfferSkillFactory(offer=offer, skill=skill)
        EditionFactory(offer=offer)
        ProfileSkill.objects.create(profile=profile, skill=SkillFactory())
        ProfileSkill.objects.create(profile=ProfileFactory(), skill=skill)
    args = {"profile-list": [], "profile-detail": [profile.code], "skill-detail": [skill.code]}[name]

    with django_assert_num_queries(queries):
        get(client, name, *args)


@pytest.mark.parametrize("name", ["profile-detail", "skill-detail"])
def test_unknown_code_is_not_found(client, name):
    assert get(client, name, "nobody").status_code == 404


def test_offer_page_links_its_profiles_and_skills(client):
    link = OfferProfileFactory()
    skill = OfferSkillFactory(offer=link.offer).skill

    page = client.get(link.offer.get_absolute_url()).content.decode()

    assert reverse("training:profile-detail", args=[link.profile.code]) in page
    assert reverse("training:skill-detail", args=[skill.code]) in page
