from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories.training import OfferFactory
from training.upkeep.freshness import CONFIRM_EVERY, confirmed_words, is_stale

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("confirmed", "words"),
    [
        (None, ""),
        (date(2026, 11, 25), "El centro lo ha confirmado hoy."),
        (date(2026, 11, 24), "El centro lo confirmó hace 1 día."),
        (date(2026, 11, 1), "El centro lo confirmó hace 24 días."),
        (date(2026, 9, 24), "El centro lo confirmó hace 2 meses."),
        (date(2025, 11, 1), "El centro lo confirmó hace 12 meses."),
        (date(2023, 11, 1), "El centro lo confirmó hace más de 3 años."),
        # A date typed ahead.
        (date(2026, 12, 24), "El centro lo ha confirmado hoy."),
    ],
)
def test_confirmation_is_told_in_words(confirmed, words):
    with translation.override("es"):
        assert confirmed_words(confirmed, TODAY) == words


@pytest.mark.parametrize(
    ("confirmed", "stale"),
    [(None, True), (TODAY, False), (TODAY - CONFIRM_EVERY, False), (date(2026, 5, 1), True)],
)
def test_confirmation_gets_old(confirmed, stale):
    assert is_stale(confirmed, TODAY) is stale


@pytest.mark.django_db
def test_visitors_read_how_old_the_confirmation_is(client):
    today = timezone.localdate()
    fresh = OfferFactory(confirmed_on=today)
    old = OfferFactory(confirmed_on=today - CONFIRM_EVERY * 2)

    assert "El centro lo ha confirmado hoy." in client.get(fresh.get_absolute_url()).content.decode()
    shown = client.get(old.get_absolute_url()).content.decode()
    assert "hace 11 meses" in shown
    assert "Pregunte" in shown
    assert "hace 11 meses" in client.get("/formacion/").content.decode()


@pytest.mark.django_db
def test_panel_finds_what_was_not_confirmed_for_long(manager_client):
    today = timezone.localdate()
    rows = {
        "recent": OfferFactory(confirmed_on=today),
        "old": OfferFactory(confirmed_on=today - CONFIRM_EVERY * 2),
        "never": OfferFactory(),
    }

    for wanted, offer in rows.items():
        address = reverse("admin:training_offer_changelist") + f"?confirmed={wanted}"
        assert list(manager_client.get(address).context["cl"].result_list) == [offer]
    overview = manager_client.get(reverse("admin:index")).content.decode()
    assert "confirmed=old" in overview
