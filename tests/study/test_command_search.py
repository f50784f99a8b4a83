import pytest
from django.urls import reverse

from tests.conftest import sign_in
from tests.factories.members import OrganisationFactory, PersonFactory, UserFactory
from tests.factories.skills import SkillFactory

pytestmark = pytest.mark.django_db


def search(client, term: str) -> str:
    return client.get(reverse("admin:search"), {"s": term, "extended": 1}).content.decode()


def test_search_finds_organisations_people_and_words(manager_client):
    organisation = OrganisationFactory(trade_name="Ánchoa")
    PersonFactory(given_name="Anchoíta")
    SkillFactory(code="anchoas", label_es="Anchoas")

    html = search(manager_client, "anchoa")

    assert reverse("admin:members_organisation_change", args=[organisation.pk]) in html
    assert "Anchoas" in html
    assert "Anchoíta" in search(manager_client, "anchoi")


@pytest.mark.parametrize("organisations", [1, 9])
def test_search_costs_the_same_and_shows_a_few(manager_client, django_assert_num_queries, organisations):
    for n in range(organisations):
        OrganisationFactory(trade_name=f"Ánchoa {n}")

    with django_assert_num_queries(18):
        html = search(manager_client, "anchoa")
    assert html.count("/admin/members/organisation/") <= 10


def test_search_shows_nothing_to_those_who_may_not_look(client):
    OrganisationFactory(trade_name="Ánchoa")
    sign_in(client, UserFactory(is_staff=True))

    assert "Ánchoa" not in search(client, "anchoa")


@pytest.mark.parametrize("term", ["", "a", "\0\0\0", "%"])
def test_search_answers_any_term(manager_client, term):
    assert "Ánchoa" not in search(manager_client, term)
