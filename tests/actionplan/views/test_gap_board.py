import pytest
from django.urls import reverse

from actionplan.models import Node
from tests.conftest import sign_in
from tests.factories.actionplan import (
    NeedFactory,
    NodeNeedFactory,
    NodePartyFactory,
    PackageFactory,
    SkillNeedFactory,
)
from tests.factories.members import UserFactory
from tests.factories.surveys import CampaignFactory
from tests.factories.training import EditionFactory, OfferProfileFactory

pytestmark = pytest.mark.django_db

BOARD = "/en/admin/actionplan/plan/gaps/"
CLOSED = {"state": "closed", "closed_at": "2026-11-01T00:00Z"}


@pytest.fixture
def campaign():
    return CampaignFactory(**CLOSED)


def test_gap_board_without_a_closed_edition_says_so(manager_client):
    NeedFactory()

    assert "No edition has been closed yet" in manager_client.get(BOARD).text


def test_gap_board_lists_the_gaps_of_the_latest_closed_edition(manager_client, campaign):
    need = NeedFactory(campaign=campaign)
    NeedFactory(campaign=CampaignFactory(reference_date="2020-12-31", **CLOSED))

    response = manager_client.get(BOARD)

    assert [gap.need for gap in response.context["gaps"]] == [need]
    assert "12 of 28" in response.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?kind=profile", ["profile"]), ("?kind=skill", ["skill"]), ("?state=covered", ["profile"])],
)
def test_gap_board_filters(manager_client, campaign, query, expected):
    profile = NeedFactory(campaign=campaign)
    EditionFactory(offer=OfferProfileFactory(profile=profile.profile).offer)
    SkillNeedFactory(campaign=campaign)

    gaps = manager_client.get(BOARD + query).context["gaps"]

    assert ["profile" if gap.is_profile else "skill" for gap in gaps] == expected


def test_gap_board_names_unknown_filters_and_ignores_them(manager_client, campaign):
    NeedFactory(campaign=campaign)

    response = manager_client.get(BOARD + "?kind=nonsense&colour=red")

    assert len(response.context["gaps"]) == 1
    assert "nonsense" in response.text
    assert "Unknown filters, ignored: colour" in response.text


def test_gap_board_query_count_is_constant(manager_client, campaign, django_assert_num_queries):
    NodeNeedFactory(need=NeedFactory(campaign=campaign))
    with django_assert_num_queries(8):
        manager_client.get(BOARD)

    for _ in range(2):
        NodeNeedFactory(need=SkillNeedFactory(campaign=campaign))
    with django_assert_num_queries(8):
        manager_client.get(BOARD)


def test_gap_board_is_for_managers(client, campaign):
    need = NeedFactory(campaign=campaign)
    client.force_login(UserFactory())

    for url in (BOARD, f"{BOARD}{need.pk}/"):
        assert client.get(url).status_code == 302
        assert reverse("admin:login") in client.get(url).url


def test_gap_board_needs_the_permission(client, campaign):
    need = NeedFactory(campaign=campaign)
    sign_in(client, UserFactory(is_staff=True))

    assert client.get(BOARD).status_code == 403
    assert client.get(f"{BOARD}{need.pk}/").status_code == 403


def test_gap_action_form_is_prefilled_and_says_what_already_answers(manager_client, campaign):
    need = NeedFactory(campaign=campaign)
    package = PackageFactory(code="pq1")
    lead = NodePartyFactory(node__plan=package.plan, node__parent=package).organisation
    offer = OfferProfileFactory(profile=need.profile).offer
    answered = NodeNeedFactory(need=need, node__plan=package.plan, node__parent=package).node

    response = manager_client.get(f"{BOARD}{need.pk}/")

    initial = response.context["form"].initial
    assert (initial["parent"], initial["lead"], initial["offers"]) == (package, lead, [offer.pk])
    assert str(need.profile) in initial["title_es"]
    assert "Already answered by" in response.text
    assert str(answered) in response.text


def test_gap_action_creates_the_action_and_links_to_it(manager_client, campaign):
    need = NeedFactory(campaign=campaign)
    package = PackageFactory(code="pq1")
    data = {
        "title_es": "Curso",
        "title_en": "Course",
        "parent": package.pk,
        "rationale": "No training found",
        "is_public": "on",
        "due_date": "2027-06-30",
    }

    response = manager_client.post(f"{BOARD}{need.pk}/", data, follow=True)

    node = Node.objects.get(code="a1-1")
    assert response.redirect_chain == [(BOARD, 302)]
    assert f'<a href="/en/plan/a1-1/">{node}</a>' in response.text
    assert list(node.needs.all()) == [need]


def test_gap_action_keeps_what_was_typed_when_something_is_missing(manager_client, campaign):
    need = NeedFactory(campaign=campaign)
    package = PackageFactory()

    response = manager_client.post(f"{BOARD}{need.pk}/", {"title_es": "Curso", "parent": package.pk})

    assert set(response.context["form"].errors) == {"title_en", "rationale"}
    assert 'value="Curso"' in response.text
    assert not Node.objects.filter(title_es="Curso").exists()


@pytest.mark.parametrize("need", [0, 999_999])
def test_gap_action_of_an_unknown_need_is_404(manager_client, campaign, need):
    PackageFactory()

    assert manager_client.get(f"{BOARD}{need}/").status_code == 404
