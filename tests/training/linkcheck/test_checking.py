from datetime import UTC, datetime, timedelta

import pytest

from tera.outgoing.client import Client, Limits
from tests.factories.training import EditionFactory, LinkCheckFactory, OfferFactory, ProviderFactory
from tests.sites import LocalSite
from training.linkcheck.asking import ask
from training.linkcheck.checking import check, check_all
from training.linkcheck.places import linked_addresses, offers_with
from training.models import LinkCheck

pytestmark = pytest.mark.django_db
NIGHT = datetime(2027, 1, 10, 3, tzinfo=UTC)


@pytest.fixture
def site(settings):
    settings.OUTGOING_PRIVATE_ADDRESSES = ["127.0.0.1"]
    site = LocalSite()
    yield site
    site.close()


@pytest.fixture
def visitor():
    return Client(Limits(connect=2, silence=0.5, total=0.5, size=100_000))


def check_on(site, path, night, visitor):
    url = f"{site.url}{path}"
    LinkCheck.objects.get_or_create(url=url)
    check([url], visitor, NIGHT + timedelta(days=night))
    return LinkCheck.objects.get(url=url)


def test_page_that_is_there_is_asked_by_head_alone(site, visitor):
    site.page("/a", "x" * 1000)

    assert ask(visitor, f"{site.url}/a").is_there
    assert [method for method, path in site.asked if path == "/a"] == ["HEAD"]


@pytest.mark.parametrize("status", [404, 405, 500, 501])
def test_site_that_answers_head_wrongly_is_asked_for_a_byte(site, visitor, status):
    def page(handler):
        handler.send("x" * 1000, status=status if handler.command == "HEAD" else 206)

    site.pages["/a"] = page

    assert ask(visitor, f"{site.url}/a").is_there
    assert site.headers[-1]["Range"] == "bytes=0-0"


@pytest.mark.parametrize(
    ("status", "is_there"), [(404, False), (410, False), (500, False), (403, None), (429, None), (401, None)]
)
def test_refusing_robots_is_no_failure(site, visitor, status, is_there):
    site.page("/a", status=status)

    outcome = ask(visitor, f"{site.url}/a")

    assert (outcome.is_there, outcome.trouble, outcome.detail) == (is_there, "status", str(status))


def test_page_that_robots_txt_forbids_is_neither_there_nor_gone(site, visitor):
    site.page("/robots.txt", "User-agent: *\nDisallow: /")

    assert (ask(visitor, f"{site.url}/a").is_there, site.paths()) == (None, [])


def test_redirect_into_the_private_network_is_a_failure_and_not_followed(site, visitor):
    site.redirect("/a", "http://127.0.0.2/")

    outcome = ask(visitor, f"{site.url}/a")

    assert (outcome.is_there, outcome.trouble) == (False, "not_public")


def test_site_that_never_answers_is_a_failure(site, visitor):
    site.pages["/never"] = lambda handler: site.ended.wait(10)

    assert ask(visitor, f"{site.url}/never").trouble == "too_slow"


def test_link_is_called_broken_after_three_nights_and_healed_by_one_answer(site, visitor):
    assert [check_on(site, "/a", night, visitor).is_broken for night in range(3)] == [False, False, True]
    assert LinkCheck.objects.broken().get().failed_on.isoformat() == "2027-01-12"
    site.page("/a", "x")

    link = check_on(site, "/a", 3, visitor)

    assert (link.failures, link.is_broken, link.trouble, link.answered_at) == (0, False, "", link.checked_at)


def test_failures_of_one_day_count_once(site, visitor):
    for _time in range(5):
        link = check_on(site, "/a", 0, visitor)

    assert link.failures == 1


def test_answer_that_says_nothing_leaves_the_count(site, visitor):
    check_on(site, "/a", 0, visitor)
    site.page("/a", status=403)

    assert check_on(site, "/a", 1, visitor).failures == 1


def test_our_own_outage_is_not_noted():
    urls = [LinkCheckFactory(url=f"https://centro-{number}.example/").url for number in range(6)]

    check(urls, Client(resolve=lambda host, port: []), NIGHT)

    assert set(LinkCheck.objects.values_list("failures", "checked_at")) == {(0, None)}


def test_site_that_is_away_is_not_asked_for_each_of_its_pages():
    asked = []
    urls = [LinkCheckFactory(url=f"https://centro.example/{number}").url for number in range(3)]

    check(urls, Client(resolve=lambda host, port: asked.append(host) or []), NIGHT)

    assert asked == ["centro.example"]
    assert set(LinkCheck.objects.values_list("failures", flat=True)) == {1}


def test_links_of_public_pages_are_checked_once_a_day_and_forgotten_with_them(site, visitor):
    site.page("/a", "x")
    LinkCheckFactory(url="https://old.example/")
    OfferFactory(url=f"{site.url}/a", source_url=f"{site.url}/b")
    OfferFactory(url=f"{site.url}/draft", status="draft")

    first, second = check_all(visitor), check_all(visitor)

    assert set(LinkCheck.objects.values_list("url", "failures")) == {
        (f"{site.url}/a", 0),
        (f"{site.url}/b", 1),
    }
    assert (first, second) == ("2 checked, 1 failed", "0 checked, 0 failed")


def test_addresses_are_those_of_offers_runs_and_providers():
    provider = ProviderFactory(contact_url="https://centro.example/contacto")
    offer = OfferFactory(url="https://centro.example/a", provider=provider, name_es="Redes")
    EditionFactory(offer=offer, enrol_url="https://centro.example/alta")
    ProviderFactory(contact_url="https://sin-ofertas.example/")

    assert linked_addresses() == {
        "https://centro.example/a",
        "https://centro.example/alta",
        "https://centro.example/contacto",
    }
    assert offers_with(linked_addresses()) == dict.fromkeys(linked_addresses(), {offer.pk: "Redes"})
