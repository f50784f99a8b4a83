import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from members.merging.duplicates import find_duplicates
from members.models import DuplicatePair, Merge, Organisation
from tests.conftest import sign_in
from tests.factories.members import (
    AgreementFactory,
    MembershipFactory,
    OrganisationFactory,
    PostFactory,
    UserFactory,
)
from tests.factories.skills import SkillFactory
from tests.factories.surveys import UnitFactory

pytestmark = pytest.mark.django_db
DUPLICATES = reverse("admin:members_organisation_duplicates")
MERGE = reverse("admin:members_organisation_merge")


@pytest.fixture
def pair():
    return OrganisationFactory.create_batch(2, legal_name="Marea, S.L.")


def address(kept, merged) -> str:
    return f"{MERGE}?kept={kept.pk}&merged={merged.pk}"


def test_manager_finds_merges_and_undoes(manager_client, pair):
    post = PostFactory(organisation=pair[1])

    manager_client.post(DUPLICATES, {"search": "yes"})
    listed = manager_client.get(DUPLICATES)
    assert [str(one) for one in listed.context["page"]] == ["Marea, S.L. · Marea, S.L."]

    page = manager_client.get(address(*pair))
    assert str(post) in page.content.decode()
    merged = manager_client.post(
        address(*pair), {"digest": page.context["plan"].digest, "field-slug": "merged"}
    )
    assert Organisation.objects.get().slug == pair[1].slug
    assert merged.url == reverse("admin:members_organisation_merged", args=[Merge.objects.get().pk])

    assert manager_client.get(merged.url).status_code == 200
    manager_client.post(merged.url)
    assert Organisation.objects.count() == 2
    post.refresh_from_db()
    assert post.organisation == pair[1]
    assert "registros están como estaban" in manager_client.get(merged.url).content.decode()


def test_not_a_duplicate_is_remembered_and_may_be_recalled(manager_client, pair):
    find_duplicates()
    key = DuplicatePair.objects.get().pk

    manager_client.post(DUPLICATES, {"dismiss": key})
    assert len(manager_client.get(DUPLICATES).context["page"]) == 0
    assert len(manager_client.get(f"{DUPLICATES}?show=dismissed").context["page"]) == 1

    manager_client.post(DUPLICATES, {"recall": key})
    assert len(manager_client.get(DUPLICATES).context["page"]) == 1


def test_merge_page_names_what_is_at_the_other_end(manager_client, pair):
    skill = SkillFactory()
    pair[1].technologies.add(skill)
    AgreementFactory(title="Convenio de prueba").parties.add(pair[1])

    tables = manager_client.get(address(*pair)).context["tables"]

    assert [(table["title"], table["rows"][0][0]) for table in tables] == [
        ("convenios", "Convenio de prueba"),
        ("tecnologías", str(skill)),
    ]


def test_looking_changes_nothing(manager_client, pair):
    find_duplicates()

    for url in (DUPLICATES, address(*pair), address(*reversed(pair))):
        manager_client.get(url)

    assert Organisation.objects.count() == 2
    assert not Merge.objects.exists()


def test_merge_page_says_why_it_cannot_be_done_and_offers_no_button(manager_client, pair):
    unit = UnitFactory(organisation=pair[0])
    UnitFactory(organisation=pair[1], campaign=unit.campaign)

    page = manager_client.get(address(*pair))

    assert len(page.context["plan"].stops) == 1
    assert "Unir las dos" not in page.content.decode()
    manager_client.post(address(*pair), {"digest": page.context["plan"].digest})
    assert Organisation.objects.count() == 2


def test_merge_of_what_moved_on_shows_the_page_again(manager_client, pair):
    page = manager_client.get(address(*pair))
    PostFactory(organisation=pair[1])

    response = manager_client.post(address(*pair), {"digest": page.context["plan"].digest}, follow=True)

    assert response.redirect_chain[0][0] == address(*pair)
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("query", ["", "?kept=1", "?kept=x&merged=2", "?kept=1&merged=99999999999999999999"])
def test_merge_page_without_two_organisations_is_not_found(manager_client, query):
    assert manager_client.get(f"{MERGE}{query}").status_code == 404


def test_merge_with_itself_is_explained(manager_client, pair):
    response = manager_client.get(address(pair[0], pair[0]), follow=True)

    assert "consigo mism" in response.content.decode()


@pytest.mark.parametrize("pairs", [1, 3])
def test_duplicates_list_costs_the_same_queries(manager_client, django_assert_num_queries, pairs):
    for n in range(pairs):
        OrganisationFactory.create_batch(2, legal_name=f"Marea {chr(65 + n) * 12}")
    assert find_duplicates() == pairs

    # session, user, count, pairs with their organisations, latest merges, the menu's two
    with django_assert_num_queries(5):
        manager_client.get(DUPLICATES)


@pytest.mark.parametrize("rows", [1, 3])
def test_merge_page_costs_the_same_queries(manager_client, pair, django_assert_max_num_queries, rows):
    for _n in range(rows):
        PostFactory(organisation=pair[1])
    MembershipFactory(organisation=pair[1])

    with django_assert_max_num_queries(60):
        manager_client.get(address(*pair))


def test_auditor_sees_the_list_but_merges_nothing(client, pair):
    auditor = UserFactory(is_staff=True)
    auditor.user_permissions.set(Permission.objects.filter(codename="view_organisation"))
    sign_in(client, auditor)
    find_duplicates()

    assert client.get(DUPLICATES).status_code == 200
    assert MERGE not in client.get(DUPLICATES).content.decode()
    assert client.post(DUPLICATES, {"dismiss": DuplicatePair.objects.get().pk}).status_code == 404
    assert client.get(address(*pair)).status_code == 403
    assert client.post(address(*pair), {}).status_code == 403
    assert DuplicatePair.objects.open().count() == 1


def test_stranger_gets_nothing(client, pair):
    client.force_login(UserFactory())

    for url in (DUPLICATES, address(*pair)):
        assert reverse("admin:login") in client.get(url).url
