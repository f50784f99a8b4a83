import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from members.accounts.limits import Windows
from tests.factories.members import OrganisationFactory
from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.training import OfferFactory, OfferSkillFactory, ProviderFactory

pytestmark = pytest.mark.django_db


def suggested(client, text) -> list[str]:
    return client.get(reverse("training:suggestions"), {"q": text}).json()["suggestions"]


@pytest.fixture
def catalogue():
    ProfileFactory(label_es="Analista de ciberseguridad")
    OfferSkillFactory(
        skill=SkillFactory(label_es="Ciberseguridad"),
        offer__name_es="Curso de Programación segura",
        offer__provider=ProviderFactory(organisation=OrganisationFactory(trade_name="Ciber Faro")),
    )
    SkillFactory(label_es="Ciberderecho")
    OfferFactory(name_es="Ciberborrador", status="draft")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ciber", ["Analista de ciberseguridad", "Ciberseguridad", "Ciber Faro"]),
        ("CIBERSEG", ["Analista de ciberseguridad", "Ciberseguridad"]),
        ("programacion", ["Curso de Programación segura"]),
        ("prog", ["Curso de Programación segura"]),
        ("seguridad", []),
        ("c", []),
        ("", []),
        ("x" * 61, []),
        (".*", []),
        ("(", []),
        ("¿ciber", []),
        ("（（", []),
        ("×+", []),
        ("Ｃiber", ["Analista de ciberseguridad", "Ciberseguridad", "Ciber Faro"]),
        ("\\m", []),
        ("%%", []),
    ],
)
def test_names_are_found_by_the_beginning_of_any_word(client, catalogue, typed, expected):
    assert suggested(client, typed) == expected


def test_zero_byte_is_no_error(client):
    assert client.get(reverse("training:suggestions") + "?q=a%00b").status_code in (200, 400)


@pytest.mark.parametrize("number", [1, 3])
def test_suggestions_make_a_constant_number_of_queries(client, number, django_assert_num_queries):
    OfferFactory.create_batch(number)

    with django_assert_num_queries(5):
        suggested(client, "oferta")


def test_search_box_has_its_list(client):
    page = client.get(reverse("training:offer-list")).content.decode()

    assert f'data-suggestions="{reverse("training:suggestions")}"' in page
    assert '<datalist id="catalogue-suggestions">' in page


def ask(address: str):
    return Client(REMOTE_ADDR=address).get(reverse("training:suggestions"), {"q": "ci"})


def test_address_that_asks_without_end_is_told_when_it_may_again(catalogue, monkeypatch, settings):
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "suggest", "3/m/ip")
    with time_machine.travel("2027-01-10 12:00:00", tick=False) as clock:
        assert [ask("203.0.113.61").status_code for _time in range(3)] == [200] * 3
        clock.shift(20)

        refused = ask("203.0.113.61")

        assert (refused.status_code, refused["Retry-After"]) == (429, "40")
        assert (refused["Cache-Control"], refused.json()) == ("no-store", {"suggestions": []})
        assert ask("203.0.113.62").status_code == 200
        clock.shift(41)
        assert ask("203.0.113.61").json()["suggestions"]


def test_refusing_asks_the_database_nothing(catalogue, monkeypatch, settings, django_assert_num_queries):
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "suggest", "1/h/ip")
    ask("203.0.113.63")

    with django_assert_num_queries(0):
        assert ask("203.0.113.63").status_code == 429


def test_classroom_behind_one_address_is_not_refused():
    answers = {ask("203.0.113.64").status_code for _time in range(200)}

    assert answers == {200}


def test_addresses_that_are_over_are_not_kept(monkeypatch):
    windows = Windows()
    monkeypatch.setattr(windows, "MOST", 5)
    with time_machine.travel("2027-01-10 12:00:00", tick=False) as clock:
        for number in range(5):
            windows.wait(str(number), 1, 60)
        clock.shift(61)
        windows.wait("new", 1, 60)

    assert list(windows.windows) == ["new"]


def test_flood_from_everywhere_fills_no_memory(monkeypatch):
    windows = Windows()
    monkeypatch.setattr(windows, "MOST", 5)

    for number in range(50):
        windows.wait(str(number), 1, 60)

    assert len(windows.windows) <= 5
