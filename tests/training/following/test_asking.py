"""Following: asked on a page, confirmed from the mailbox, managed and stopped by links."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.conftest import sign_in
from tests.factories.following import FollowerFactory, SavedSearchFactory
from tests.factories.members import UserFactory
from tests.factories.training import OfferFactory
from training.following.actions import MOST_SEARCHES, forget_unconfirmed
from training.following.links import hash_token, manage_path, stop_all_path, stop_path
from training.models import Follower, SavedSearch

pytestmark = pytest.mark.django_db
WANTED = {"email": "Ana@Example.org", "frequency": "daily"}


def path_in(message) -> str:
    return re.search(r"http://[^/]+(/\S+/)", message.body).group(1)


def ask(client, query: str = "?modalidad=online&orden=nombre", django_capture=None, **values):
    return client.post(reverse("training:follow") + query, WANTED | values)


@pytest.fixture
def asked(client, django_capture_on_commit_callbacks):
    def post(query: str = "?modalidad=online&orden=nombre", **values):
        with django_capture_on_commit_callbacks(execute=True):
            return ask(client, query, **values)

    return post


def test_page_says_in_words_what_is_followed(client):
    html = client.get(reverse("training:follow") + "?q=redes&modalidad=online&foo=1").content.decode()

    assert "«redes» · En línea" in html
    assert "foo=1" in html
    assert not SavedSearch.objects.exists()


def test_asking_writes_one_mail_and_follows_nothing_yet(asked):
    response = asked()

    search = SavedSearch.objects.get()
    assert response.url == reverse("training:alerts-sent")
    assert (search.query, search.frequency, search.confirmed_at) == ("modalidad=online", "daily", None)
    assert search.follower.email == "ana@example.org"
    (message,) = mail.outbox
    assert message.to == ["ana@example.org"]
    assert "En línea" in message.body
    token = path_in(message).strip("/").rpartition("/")[2]
    assert search.token_hash == hash_token(token)
    assert token not in repr(SavedSearch.objects.values())


def test_opening_the_link_changes_nothing_and_the_button_confirms(client, asked):
    asked()
    path = path_in(mail.outbox[0])

    assert client.get(path).status_code == 200
    assert client.head(path).status_code == 200
    assert SavedSearch.objects.get().confirmed_at is None
    response = client.post(path)

    search = SavedSearch.objects.get()
    assert search.confirmed_at is not None
    assert response.url == manage_path(search.follower)
    # A second press, or a second opening, does no harm.
    assert client.post(path).status_code == 302


def test_asking_again_makes_a_new_link_and_the_old_one_ends(client, asked):
    asked()
    asked()
    old, new = map(path_in, mail.outbox)

    assert SavedSearch.objects.count() == 1
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_link_ends_after_a_week_and_the_address_is_forgotten(client, asked):
    asked()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.post(path_in(mail.outbox[0])).status_code == 404
        assert forget_unconfirmed(timezone.now()) == 1

    assert not Follower.objects.exists()


def test_unconfirmed_search_in_time_is_kept(asked):
    asked()

    assert forget_unconfirmed(timezone.now()) == 0
    assert Follower.objects.exists()


def test_page_answers_the_same_to_a_known_and_an_unknown_address(asked):
    SavedSearchFactory(follower__email="ana@example.org", query="modalidad=online")

    known = asked()
    unknown = asked(email="nadie@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "ya" in mail.outbox[0].subject.lower()
    assert SavedSearch.objects.get(follower__email="ana@example.org").frequency == "daily"


def test_address_past_its_limit_gets_no_mail_and_the_page_says_nothing(asked):
    answers = {asked(query=f"?q=tema{number}").url for number in range(7)}

    assert answers == {reverse("training:alerts-sent")}
    assert len(mail.outbox) == 5


def test_visitor_past_the_limit_is_told(client):
    answers = [ask(client, email=f"a{number}@example.org").status_code for number in range(11)]

    assert answers == [302] * 10 + [429]


@pytest.mark.parametrize("email", ["", "nadie", "a@b\r\nBcc: x@example.org"])
def test_bad_address_is_refused_and_what_was_chosen_stays(client, email):
    response = ask(client, email=email)

    assert response.status_code == 422
    assert not Follower.objects.exists()
    assert "checked" in response.content.decode()


def test_query_past_all_measure_is_refused(client):
    filters = "&".join(f"habilidad=s{number}" for number in range(5))
    assert ask(client, query="?q=" + "x" * 10_000).status_code == 302
    assert ask(client, query=f"?{filters}").status_code == 302
    assert {search.query for search in SavedSearch.objects.all()} == {"q=" + "x" * 200, ""}


def test_unknown_offer_cannot_be_followed(client):
    OfferFactory(slug="borrador", status="draft")

    assert client.get(reverse("training:follow") + "?oferta=borrador").status_code == 404
    assert client.get(reverse("training:follow") + "?oferta=%00").status_code == 404


def test_whoever_is_signed_in_follows_at_once(client):
    user = UserFactory(email="dueña@example.org")
    sign_in(client, user)

    response = client.post(reverse("training:follow") + "?q=redes", {"frequency": "weekly"})

    search = SavedSearch.objects.get()
    assert search.follower.email == user.email
    assert search.confirmed_at is not None
    assert response.url == manage_path(search.follower)
    assert client.get(reverse("training:alerts")).url == response.url


def test_address_follows_a_number_of_searches_and_no_more(client):
    user = UserFactory()
    follower = FollowerFactory(email=user.email)
    for number in range(MOST_SEARCHES):
        SavedSearchFactory(follower=follower, query=f"q={number}")
    sign_in(client, user)

    client.post(reverse("training:follow") + "?q=otra", {"frequency": "weekly"})

    assert follower.searches.confirmed().count() == MOST_SEARCHES


def test_page_of_an_address_changes_how_often_and_stops(client):
    follower = FollowerFactory()
    first = SavedSearchFactory(follower=follower, query="q=redes")
    second = SavedSearchFactory(follower=follower, query="q=python")
    other = SavedSearchFactory()
    path = manage_path(follower)

    page = client.get(path).content.decode()
    assert "«redes»" in page
    assert "«python»" in page
    client.post(path, {"search": first.pk, f"s{first.pk}-frequency": "weekly"})
    client.post(path, {"search": second.pk, "stop": "1"})
    client.post(path, {"search": other.pk, "stop": "1"})

    first.refresh_from_db()
    assert first.frequency == "weekly"
    assert set(SavedSearch.objects.all()) == {first, other}


@pytest.mark.parametrize("searches", [1, 3])
def test_page_of_an_address_reads_the_labels_once_a_search(client, searches):
    follower = FollowerFactory()
    for number in range(searches):
        SavedSearchFactory(follower=follower, query=f"q={number}")

    html = client.get(manage_path(follower)).content.decode()

    assert html.count('name="stop"') == searches


@pytest.mark.parametrize("language", ["es", "en"])
def test_links_of_a_digest_stop_at_one_press_and_only_then(client, language):
    follower = FollowerFactory()
    search = SavedSearchFactory(follower=follower, language=language)
    SavedSearchFactory(follower=follower, query="q=otra")

    assert client.get(stop_path(search)).status_code == 200
    assert client.get(stop_all_path(follower)).status_code == 200
    assert SavedSearch.objects.count() == 2
    # RFC 8058: this body, no cookie, no token of a form.
    one_click = {"List-Unsubscribe": "One-Click"}
    client.handler.enforce_csrf_checks = True
    assert client.post(stop_path(search), one_click).status_code == 200
    assert SavedSearch.objects.count() == 1
    assert client.post(stop_path(search), one_click).status_code == 200
    assert client.post(stop_all_path(follower), one_click).status_code == 200
    assert not Follower.objects.exists()


def test_forged_links_open_nothing(client):
    follower = FollowerFactory()
    SavedSearchFactory(follower=follower)
    forged = manage_path(follower).replace("mis", "mis")[:-2] + "x/"

    assert client.get(forged).status_code == 404
    assert client.post(reverse("training:alerts-stop-all", args=["x"])).status_code == 200
    assert Follower.objects.exists()


def test_lost_link_is_sent_to_the_mailbox_alone(client):
    follower = SavedSearchFactory().follower

    known = client.post(reverse("training:alerts"), {"email": follower.email.upper()})
    unknown = client.post(reverse("training:alerts"), {"email": "nadie@example.org"})

    assert known.url == unknown.url
    (message,) = mail.outbox
    assert message.to == [follower.email]
    assert manage_path(follower) in message.body


def test_pages_lead_to_following(client):
    offer = OfferFactory(course_mode="online")
    follow = reverse("training:follow")

    assert (
        f'href="{follow}?modalidad=online"'
        in client.get(reverse("training:offer-list") + "?modalidad=online").content.decode()
    )
    assert (
        f'href="{follow}?q=nada"' in client.get(reverse("training:offer-list") + "?q=nada").content.decode()
    )
    assert f"{follow}?oferta={offer.slug}" in client.get(offer.get_absolute_url()).content.decode()
