from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.training import OfferFactory
from training.jobs import forget_misses
from training.misses import subject_of
from training.models import SearchMiss

pytestmark = pytest.mark.django_db


def look_for(client, query: str):
    return client.get(reverse("training:offer-list") + query)


def kept() -> list[tuple[str, int]]:
    return list(SearchMiss.objects.order_by("words").values_list("words", "times"))


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("  Soldadura   TIG ", "soldadura tig"),
        ("IFCT0109", "ifct0109"),
        ("c", None),
        ("ana@marea-alta.example", None),
        ("llamar al 942 00 00 00", None),
        ("12345678Z", None),
        ("https://marea-alta.example", None),
        ("uno dos tres cuatro cinco seis siete", None),
        ("x" * 61, None),
    ],
)
def test_subject_is_folded_and_leaves_out_what_may_be_a_person(text, subject):
    assert subject_of(text) == subject


def test_search_in_words_that_finds_nothing_is_counted_once_a_month(client):
    look_for(client, "?q=Soldadura")
    look_for(client, "?q=soldadura")

    assert kept() == [("soldadura", 2)]
    assert SearchMiss.objects.get().month == timezone.localdate().replace(day=1)


def test_search_that_finds_or_that_filters_is_not_counted(client):
    OfferFactory(name_es="Redes")

    look_for(client, "?q=redes")
    look_for(client, "?q=redes&modalidad=online")
    look_for(client, "?modalidad=online")
    client.head(reverse("training:offer-list") + "?q=soldadura")

    assert kept() == []


def test_searches_are_forgotten_after_their_time():
    today = timezone.localdate()
    this_month = today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    for words, month, times in [
        ("once now", this_month, 1),
        ("once before", last_month, 1),
        ("twice before", last_month, 2),
        ("long ago", date(today.year - 2, 1, 1), 9),
    ]:
        SearchMiss.objects.create(language="es", words=words, month=month, times=times)

    forget_misses()

    assert kept() == [("once now", 1), ("twice before", 2)]


def test_manager_sees_what_was_searched_more_than_once(manager_client):
    SearchMiss.objects.create(language="es", words="soldadura", month="2026-11-01", times=3)
    SearchMiss.objects.create(language="es", words="pérez", month="2026-11-01", times=1)

    page = manager_client.get(reverse("admin:training_searchmiss_changelist")).content.decode()

    assert "soldadura" in page
    assert "/formacion/?q=soldadura" in page
    assert "pérez" not in page
