"""What somebody lacks for a profile, by what the address says they can do."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from skills.models import ProfileSkill
from tests.factories.skills import DemandFactory, ProfileFactory, SkillFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferSkillFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(db):
    """A profile of two essential skills and an optional one."""
    profile = ProfileFactory(label_es="Analista")
    for code, relation in (("redes", "essential"), ("linux", "essential"), ("nube", "optional")):
        skill = SkillFactory(code=code, label_es=code.title())
        ProfileSkill.objects.create(profile=profile, skill=skill, relation=relation)
    return profile


def offer(name: str, *codes: str, **fields):
    made = OfferFactory(name_es=name, **fields)
    for skill in ProfileSkill.objects.filter(skill__code__in=codes):
        OfferSkillFactory(offer=made, skill=skill.skill)
    return made


def ask(client, profile, query: str = ""):
    return client.get(reverse("training:profile-gap", args=[profile.code]) + query)


def steps(response) -> list[tuple[str, list[str]]]:
    return [(step.sheet.offer.name, step.closes) for step in response.context["assessment"].steps]


def test_what_closes_most_of_the_gap_stands_first_the_essential_before_the_rest(client, profile):
    offer("Solo nube", "nube")
    offer("Solo Linux", "linux")
    offer("Redes y nube", "redes", "nube")
    offer("Todo", "redes", "linux", "nube")

    assert steps(ask(client, profile)) == [
        ("Todo", ["Linux", "Redes", "Nube"]),
        ("Redes y nube", ["Redes", "Nube"]),
        ("Solo Linux", ["Linux"]),
        ("Solo nube", ["Nube"]),
    ]


def test_what_is_ticked_is_no_longer_missing(client, profile):
    offer("Redes", "redes")
    offer("Linux y redes", "linux", "redes")

    response = ask(client, profile, "?se=redes&se=nube")
    page = response.content.decode()

    assert [row.term.code for row in response.context["assessment"].missing] == ["linux"]
    assert steps(response) == [("Linux y redes", ["Linux"])]
    assert "Le falta 1 competencia" in page
    assert "Enseña 1 de la 1 competencia que le falta: Linux" in page
    assert page.count(" checked>") == 2
    assert response["X-Robots-Tag"] == "noindex, follow"


def test_what_is_unconfirmed_a_draft_or_over_closes_nothing(client, profile):
    offer("Borrador", "redes", status="draft")
    OfferSkillFactory(offer=OfferFactory(), skill=profile.skills.get(code="redes"), confirmed_on=None)
    yesterday = timezone.localdate() - timedelta(days=1)
    EditionFactory(offer=offer("Pasada", "redes"), start_date=yesterday, end_date=yesterday)

    response = ask(client, profile)

    assert steps(response) == []
    assert "Ninguna oferta del catálogo" in response.content.decode()


def test_what_nobody_teaches_is_named_beside_what_can_be_learnt(client, profile):
    offer("Redes", "redes")

    response = ask(client, profile)

    assert [row.term.code for row in response.context["assessment"].untaught] == ["linux", "nube"]
    assert "Nadie enseña esto todavía en el catálogo" in response.content.decode()


def test_who_can_do_everything_lacks_nothing(client, profile):
    page = ask(client, profile, "?se=redes&se=linux&se=nube").content.decode()

    assert "No le falta nada de esta lista" in page


def test_what_the_profile_does_not_have_is_named_and_ignored(client, profile):
    response = ask(client, profile, "?se=cocina&se=redes&otra=1")

    assert response.context["assessment"].known == {"redes"}
    assert "<code>se=cocina</code>" in response.content.decode()


def test_profile_without_skills_says_so(client):
    assert "Nadie ha dicho todavía" in ask(client, ProfileFactory()).content.decode()


def test_nothing_of_what_was_ticked_is_kept(client, profile):
    response = ask(client, profile, "?se=redes")

    assert response.cookies == {}
    assert not Session.objects.exists()


def test_profile_leads_to_what_is_lacking(client, profile):
    page = client.get(reverse("training:profile-detail", args=[profile.code])).content.decode()

    assert reverse("training:profile-gap", args=[profile.code]) in page


@pytest.mark.parametrize("number", [1, 3])
def test_gap_takes_the_same_queries_for_one_offer_and_for_three(
    client, profile, number, django_assert_num_queries
):
    for place in range(number):
        EditionFactory(offer=offer(f"Redes {place}", "redes", "linux"))
        DemandFactory(profile=None, skill=SkillFactory())

    with django_assert_num_queries(8):
        response = ask(client, profile)

    assert len(steps(response)) == number
