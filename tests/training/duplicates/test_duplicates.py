import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.enums import PanelRole
from members.roles import give_role
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.training import (
    EditionFactory,
    OfferFactory,
    OfferSkillFactory,
    ProviderFactory,
)
from training.duplicates.finding import find_duplicates
from training.duplicates.merging import MergeRefused, merge_offers, undo_merge, where_it_went
from training.models import Offer, OfferMerge, OfferPair, ProblemReport

pytestmark = pytest.mark.django_db
PAGE = "admin:training_offer_duplicates"


@pytest.fixture
def provider():
    return ProviderFactory()


def found():
    find_duplicates()
    return {(pair.first.slug, pair.second.slug): set(pair.reasons) for pair in OfferPair.objects.all()}


def test_same_page_of_one_provider_is_found(provider):
    OfferFactory(provider=provider, slug="a", name_es="Redes", url="https://x.example/curso/")
    OfferFactory(provider=provider, slug="b", name_es="Cocina", url="https://X.example/curso")
    OfferFactory(slug="c", name_es="Otra cosa", url="https://x.example/curso")

    assert found() == {("a", "b"): {"page"}}


def test_page_that_many_offers_share_says_nothing(provider):
    for name in ("Redes", "Cocina", "Vela", "Esgrima", "Apicultura"):
        OfferFactory(provider=provider, name_es=name, url="https://x.example/")

    assert found() == {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, None, True),
        ("2027-01-01", None, True),
        ("2027-01-01", "2027-01-01", True),
        ("2027-01-01", "2027-09-01", False),
    ],
)
def test_same_name_of_one_provider_is_found_unless_it_starts_another_day(provider, one, other, same):
    for slug, name, start in (("a", "Programación web", one), ("b", "PROGRAMACION  Web", other)):
        offer = OfferFactory(provider=provider, slug=slug, name_es=name.replace("  ", " "))
        if start:
            EditionFactory(offer=offer, start_date=start)

    assert ("name" in found().get(("a", "b"), set())) is same


def test_names_much_alike_are_found_within_and_between_providers(provider):
    OfferFactory(provider=provider, slug="a", name_es="Introducción a la ciberseguridad")
    OfferFactory(provider=provider, slug="b", name_es="Introducción a la ciberseguridad (I)")
    OfferFactory(slug="c", name_es="Introducción a la ciberseguridad")
    OfferFactory(slug="d", name_es="Cocina marinera")

    assert found() == {
        ("a", "b"): {"like_here"},
        ("a", "c"): {"like_away"},
        ("b", "c"): {"like_away"},
    }


def test_archived_offers_are_no_duplicates(provider):
    OfferFactory(provider=provider, name_es="Redes")
    OfferFactory(provider=provider, name_es="Redes", status="archived")

    assert found() == {}


def test_pair_told_apart_does_not_come_back_and_a_cured_one_goes(provider):
    first = OfferFactory(provider=provider, name_es="Redes")
    second = OfferFactory(provider=provider, name_es="Redes")
    find_duplicates()
    OfferPair.objects.update(dismissed_at=timezone.now())

    assert find_duplicates() == 0
    assert OfferPair.objects.count() == 1

    OfferPair.objects.update(dismissed_at=None)
    Offer.objects.filter(pk=second.pk).update(name_es="Apicultura")
    find_duplicates()
    assert not OfferPair.objects.exists()
    assert first.status == "published"


@pytest.mark.parametrize("rows", [2, 20])
def test_finding_asks_the_same_queries_for_many_offers(provider, django_assert_num_queries, rows):
    for number in range(rows):
        OfferFactory(provider=provider, name_es=f"Curso muy parecido {number}")

    with django_assert_num_queries(12):
        find_duplicates()
    assert OfferPair.objects.count() == rows * (rows - 1) // 2


def test_family_of_names_that_many_share_is_not_compared_pair_by_pair(provider):
    for number in range(50):
        OfferFactory(provider=provider, name_es=f"Curso de ofimática {number}")

    assert found() == {}


def two(provider):
    kept = OfferFactory(provider=provider, slug="kept", name_es="Redes")
    merged = OfferFactory(provider=provider, slug="merged", name_es="Redes")
    return kept, merged


def test_merge_moves_what_hangs_from_the_other_and_leads_its_address(provider, manager, client):
    kept, merged = two(provider)
    both = OfferSkillFactory(offer=kept).skill
    OfferSkillFactory(offer=merged, skill=both)
    new = OfferSkillFactory(offer=merged).skill
    EditionFactory(offer=kept, start_date="2027-01-01")
    EditionFactory(offer=merged, start_date="2027-01-01")
    EditionFactory(offer=merged, start_date="2027-09-01")
    ProblemReport.objects.create(offer=merged, kind="gone")

    merge_offers(kept=kept, merged=merged, by=manager)

    assert set(kept.skills.all()) == {both, new}
    assert kept.editions.count() == 2
    assert kept.problems.count() == 1
    response = client.get(merged.get_absolute_url())
    assert (response.status_code, response.url) == (301, kept.get_absolute_url())
    assert client.get("/en/training/merged/").url == "/en/training/kept/"


def test_undo_puts_everything_back(provider, manager, client):
    kept, merged = two(provider)
    skill = OfferSkillFactory(offer=merged).skill
    edition = EditionFactory(offer=merged)
    merge = merge_offers(kept=kept, merged=merged, by=manager)

    undo_merge(merge)

    edition.refresh_from_db()
    merged.refresh_from_db()
    assert (edition.offer, merged.status) == (merged, "published")
    assert list(merged.skills.all()) == [skill]
    assert not kept.skills.exists()
    assert client.get(merged.get_absolute_url()).status_code == 200
    with pytest.raises(MergeRefused):
        undo_merge(merge)


def test_address_of_a_merge_of_a_merge_leads_to_the_last(provider, manager):
    first, second = two(provider)
    third = OfferFactory(provider=provider, slug="third")
    merge_offers(kept=second, merged=first, by=manager)
    with pytest.raises(MergeRefused):
        merge_offers(kept=first, merged=third, by=manager)

    merge_offers(kept=third, merged=second, by=manager)

    assert where_it_went("kept") == third
    assert where_it_went("nowhere") is None


def test_offer_is_not_merged_with_itself(provider, manager):
    kept, _merged = two(provider)

    with pytest.raises(MergeRefused):
        merge_offers(kept=kept, merged=kept, by=manager)


def test_page_that_leads_nowhere_public_is_not_found(provider, manager, client):
    kept, merged = two(provider)
    merge_offers(kept=kept, merged=merged, by=manager)
    Offer.objects.filter(pk=kept.pk).update(status="draft")

    assert client.get(merged.get_absolute_url()).status_code == 404


def test_manager_finds_tells_apart_merges_and_undoes(provider, manager_client):
    kept, merged = two(provider)
    manager_client.post(reverse(PAGE), {"search": "1"})
    pair = OfferPair.objects.get()
    assert "Redes" in manager_client.get(reverse(PAGE)).content.decode()

    manager_client.post(reverse(PAGE), {"dismiss": pair.pk})
    assert OfferPair.objects.open().count() == 0
    manager_client.post(reverse(PAGE), {"recall": pair.pk})
    assert OfferPair.objects.open().count() == 1

    manager_client.post(reverse(PAGE), {"merge": merged.pk, "kept": kept.pk})
    merge = OfferMerge.objects.get()
    assert (merge.kept, merge.merged) == (kept, merged)
    manager_client.post(reverse(PAGE), {"undo": merge.pk})
    assert Offer.objects.published().count() == 2


@pytest.mark.parametrize("pressed", [{"merge": "x"}, {"dismiss": "99999999"}, {"merge": "1", "kept": "-1"}])
def test_odd_presses_change_nothing(provider, manager_client, pressed):
    two(provider)

    assert manager_client.post(reverse(PAGE), pressed).status_code in (302, 404)

    assert not OfferMerge.objects.exists()


def test_auditor_looks_and_presses_nothing(provider):
    kept, merged = two(provider)
    user = UserFactory()
    give_role(user, PanelRole.AUDITOR)
    client = sign_in(Client(), get_user_model().objects.get(pk=user.pk))

    assert client.get(reverse(PAGE)).status_code == 200
    assert client.post(reverse(PAGE), {"merge": merged.pk, "kept": kept.pk}).status_code == 403
    assert not OfferMerge.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries(provider, manager_client, django_assert_num_queries, rows):
    for number in range(rows):
        for _copy in range(2):
            EditionFactory(offer=OfferFactory(name_es=f"Nombre distinto {number * 111}", provider=provider))
    OfferPair.objects.all().delete()
    offers = list(Offer.objects.order_by("pk"))
    for number in range(rows):
        pair = sorted(offers[2 * number : 2 * number + 2], key=lambda offer: offer.pk)
        OfferPair.objects.create(first=pair[0], second=pair[1], reasons=["name"])

    with django_assert_num_queries(6):
        response = manager_client.get(reverse(PAGE))

    assert len(response.context["pairs"]) == rows
