"""The page of an offer: its runs, what is next to it, what comes after it, and its language."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory
from training.demand import DemandBoard
from training.models import Offer
from training.neighbours import Neighbours
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read

pytestmark = pytest.mark.django_db


def ahead(days: int):
    return timezone.localdate() + timedelta(days=days)


def neighbours(offer) -> Neighbours:
    today = timezone.localdate()
    read = with_what_sheets_read(Offer.objects.filter(pk=offer.pk), today).get()
    board = DemandBoard.latest()
    return Neighbours.of(OfferSheet(read, board), board, today)


def teaching(*skills, **facts) -> Offer:
    offer = OfferFactory(**facts)
    for skill in skills:
        OfferSkillFactory(offer=offer, skill=skill)
    return offer


def test_similar_offers_share_most_and_are_public_and_not_over():
    networks, python, cloud = SkillFactory(), SkillFactory(), SkillFactory()
    offer = teaching(networks, python)
    one, both = teaching(networks), teaching(networks, python)
    teaching(cloud)
    teaching(networks, status="draft")
    over = teaching(networks, python)
    EditionFactory(offer=over, start_date=ahead(-60), end_date=ahead(-30))
    suggested = OfferFactory()
    OfferSkillFactory(offer=suggested, skill=networks, confirmed_on=None)

    found = neighbours(offer)

    assert [sheet.offer for sheet in found.similar] == [both, one]
    assert found.next_steps == []


def test_next_step_leads_to_the_same_profile_one_level_up():
    profile = ProfileFactory()
    first = OfferFactory(level="initial")
    others = [OfferFactory(level=level) for level in ("advanced", "initial", "intermediate", "")]
    for offer in (first, *others):
        OfferProfileFactory(offer=offer, profile=profile)
    OfferProfileFactory(offer=OfferFactory(level="advanced"))

    found = neighbours(first)

    assert [sheet.offer.level for sheet in found.next_steps] == ["intermediate", "advanced"]
    assert {sheet.offer.level for sheet in found.similar} == {"initial", ""}
    assert neighbours(others[0]).next_steps == []
    assert neighbours(others[3]).next_steps == []


def test_page_names_what_is_next(client):
    profile = ProfileFactory()
    first, then = OfferFactory(level="initial"), OfferFactory(level="advanced", name_es="Redes avanzadas")
    for offer in (first, then):
        OfferProfileFactory(offer=offer, profile=profile)

    html = client.get(first.get_absolute_url()).content.decode()

    assert "El siguiente paso" in html
    assert f'href="{then.get_absolute_url()}"' in html
    assert "El siguiente paso" not in client.get(then.get_absolute_url()).content.decode()


def test_page_makes_as_many_queries_with_three_neighbours_as_with_one(client):
    skill, profile = SkillFactory(), ProfileFactory()

    def another() -> Offer:
        offer = teaching(skill, level="initial")
        OfferProfileFactory(offer=offer, profile=profile)
        EditionFactory(offer=offer)
        return offer

    page = another().get_absolute_url()
    another()
    with CaptureQueriesContext(connection) as with_one:
        client.get(page)
    another(), another()
    with CaptureQueriesContext(connection) as with_three:
        html = client.get(page).content.decode()

    assert len(with_three) == len(with_one)
    assert html.count("neighbours__item") == 3


def test_table_has_the_open_run_first_and_folds_what_is_over(client):
    offer = OfferFactory(course_mode="online")
    later = EditionFactory(offer=offer, name_es="Otoño", application_start_date=ahead(20))
    now = EditionFactory(
        offer=offer,
        name_es="Verano",
        application_deadline=ahead(9),
        enrol_url="https://www.faro.example/x",
        places=12,
    )
    EditionFactory(offer=offer, name_es="Antigua", start_date=ahead(-60), end_date=ahead(-30))

    html = client.get(offer.get_absolute_url()).content.decode()

    assert (
        html.index("Verano")
        < html.index("Otoño")
        < html.index("1 convocatoria pasada")
        < html.index("Antigua")
    )
    assert "Inscribirse en faro.example" in html
    for run in (now, later):
        assert reverse("training:edition-ics", args=[offer.slug, run.pk]) in html


def test_offer_without_a_run_ahead_says_so_and_offers_to_tell(client):
    offer = OfferFactory()
    EditionFactory(offer=offer, start_date=ahead(-60), end_date=ahead(-30))

    html = client.get(offer.get_absolute_url()).content.decode()

    assert "Sin convocatoria abierta" in html
    assert f"{reverse('training:follow')}?oferta={offer.slug}" in html


def test_text_that_is_only_in_spanish_is_marked_on_the_english_page(client):
    offer = OfferFactory(name_es="Redes", description_es="Qué es", abstract_es="Corto", abstract_en="Short")
    with override("en"):
        page, listing = offer.get_absolute_url(), reverse("training:offer-list")
        html = client.get(page).content.decode()
        cards = client.get(listing).content.decode()

    assert '<h1 class="page-heading__title" lang="es">Redes</h1>' in html
    assert '<div lang="es"><p>Qué es</p></div>' in html
    assert '<p class="page-heading__lead">Short</p>' in html
    assert "only in Spanish" in html
    assert 'lang="es">Redes</a>' in cards
    assert (
        'lang="es"'
        not in client.get(offer.get_absolute_url())
        .content.decode()
        .partition("<main")[2]
        .partition("</main")[0]
    )


def test_page_can_be_passed_on_and_leads_to_the_rest_of_its_provider(client):
    offer = OfferFactory(name_es="Redes & más")

    html = client.get(offer.get_absolute_url()).content.decode()

    assert "mailto:?subject=Redes%20%26%20m%C3%A1s&amp;body=http" in html
    assert f"?centro={offer.provider.organisation.slug}" in html
