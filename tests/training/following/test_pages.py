"""What the pages and mails of following say where somebody could be left standing."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.following import SavedSearchFactory
from tests.training.following.test_asking import ask, path_in
from training.following.links import manage_path, stop_all_path, stop_path
from training.following.tasks import in_a_strangers_mail
from training.models import Follower, SavedSearch

pytestmark = pytest.mark.django_db
SENT = reverse("training:alerts-sent")


@pytest.fixture
def asked(client, django_capture_on_commit_callbacks):
    def post(query: str = "?q=redes", **values):
        with django_capture_on_commit_callbacks(execute=True):
            return ask(client, query, **values)

    return post


def test_link_opened_again_says_that_it_is_confirmed_and_leads_on(client, asked):
    asked()
    path = path_in(mail.outbox[0])
    client.post(path)

    html = client.get(path).content.decode()

    assert "Ya está confirmado" in html
    assert f'href="{manage_path(Follower.objects.get())}"' in html
    assert "<form method" not in html.split("<main")[1]


def test_page_of_an_address_can_stop_everything(client):
    follower = SavedSearchFactory().follower

    assert f'href="{stop_all_path(follower)}"' in client.get(manage_path(follower)).content.decode()


def test_link_that_stopped_already_leads_on(client):
    search = SavedSearchFactory()
    path = stop_path(search)
    search.delete()

    html = client.get(path).content.decode()

    assert f'href="{reverse("training:alerts")}"' in html.split("<main")[1]


def test_whoever_asks_for_the_link_is_not_told_that_one_was_sent(client):
    response = client.post(reverse("training:alerts"), {"email": "nadie@example.org"}, follow=True)

    html = response.content.decode()
    assert "Si escribimos a esa dirección" in html
    assert "siete días" not in html
    assert "siete días" in client.get(SENT).content.decode()


@pytest.mark.parametrize(
    ("typed", "mailed"),
    [
        ("«redes» · En línea", "«redes» · En línea"),
        ("«entre en https://malo.example/login ya»", "«entre en https: / / malo. example/ login ya»"),
        ("«ana@malo.example»", "«ana@ malo. example»"),
        ("uno\r\nBcc: x", "uno Bcc: x"),
    ],
)
def test_what_a_stranger_typed_is_no_link_in_a_mail(typed, mailed):
    assert in_a_strangers_mail(typed) == mailed


def test_mail_to_confirm_carries_no_text_of_any_length(asked):
    asked("?q=" + "compre+ya+" * 19)

    (message,) = mail.outbox
    assert len(message.subject) < 180
    assert message.body.count("compre ya") < 15


def test_one_address_asked_for_from_everywhere_gets_a_handful_of_mails(django_capture_on_commit_callbacks):
    for number in range(12):
        with django_capture_on_commit_callbacks(execute=True):
            away = Client(REMOTE_ADDR=f"203.0.113.{number}")
            assert ask(away, f"?q=tema{number}", email="eva@example.org").url == SENT

    assert len(mail.outbox) == 5


def test_one_visitor_asks_for_a_few_addresses_an_hour(monkeypatch):
    away = Client(REMOTE_ADDR="203.0.113.99")
    answers = [ask(away, email=f"a{number}@example.org").status_code for number in range(12)]

    assert answers == [302] * 10 + [429] * 2
    assert SavedSearch.objects.count() == 10


@pytest.mark.parametrize(
    "email",
    [
        "ana@example.org,eva@example.org",
        "ana@example.org\0",
        "a" * 250 + "@example.org",
        "ana@[127.0.0.1",
        "@",
        "ana",
    ],
)
def test_tampered_address_is_refused_with_what_to_do(client, email):
    response = ask(client, email=email)

    assert response.status_code == 422
    assert "correo" in response.content.decode()
    assert not Follower.objects.exists()


@pytest.mark.parametrize("change", ["x", ":x", "A"])
def test_tampered_links_open_nothing(client, change):
    follower = SavedSearchFactory().follower
    search = follower.searches.get()
    for path in (manage_path(follower), stop_path(search), stop_all_path(follower)):
        tampered = path.rstrip("/") + change + "/"
        client.post(tampered, {"search": search.pk, "stop": "1"})

    # The key of another row with the signature of this one.
    other = SavedSearchFactory(follower__email="eva@example.org")
    mine, theirs = stop_path(search), stop_path(other)
    mixed = theirs.rpartition(":")[0] + ":" + mine.rpartition(":")[2]
    client.post(mixed)

    assert SavedSearch.objects.count() == 2


def test_search_of_another_address_is_not_changed_through_ones_own_page(client):
    follower = SavedSearchFactory().follower
    other = SavedSearchFactory(follower__email="eva@example.org", frequency="weekly")

    for values in ({"stop": "1"}, {f"s{other.pk}-frequency": "daily"}):
        client.post(manage_path(follower), {"search": other.pk} | values)

    assert SavedSearch.objects.get(pk=other.pk).frequency == "weekly"
