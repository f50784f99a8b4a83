import pytest

from tera.outgoing.client import Client
from tera.outgoing.errors import RequestFailed, Trouble


def trouble_of(visitor, url):
    with pytest.raises(RequestFailed) as caught:
        visitor.get(url)
    return caught.value.trouble


def test_page_that_robots_txt_forbids_is_not_asked(site, visitor):
    site.page("/robots.txt", "User-agent: *\nDisallow: /privado*.html$\n", kind="text/plain")
    site.page("/privado/a.html", "no")
    site.page("/publico.html", "sí")

    assert trouble_of(visitor, f"{site.url}/privado/a.html") == Trouble.ROBOTS
    assert visitor.get(f"{site.url}/publico.html").text == "sí"
    assert [path for _method, path in site.asked] == ["/robots.txt", "/publico.html"]


def test_rule_for_us_by_name_counts_before_the_rule_for_all(site, visitor):
    site.page("/robots.txt", "User-agent: *\nAllow: /\n\nUser-agent: tera-catalogue\nDisallow: /\n")

    assert trouble_of(visitor, f"{site.url}/") == Trouble.ROBOTS


def test_redirect_to_a_forbidden_page_is_not_followed(site, visitor):
    site.page("/robots.txt", "User-agent: *\nDisallow: /privado\n")
    site.redirect("/a", "/privado")

    assert trouble_of(visitor, f"{site.url}/a") == Trouble.ROBOTS


@pytest.mark.parametrize(
    ("status", "is_asked"), [(404, True), (403, True), (500, False), (503, False), (429, False)]
)
def test_robots_txt_that_is_missing_allows_and_one_that_fails_forbids(site, visitor, status, is_asked):
    site.page("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    site.page("/a", "hola")

    if is_asked:
        assert visitor.get(f"{site.url}/a").text == "hola"
    else:
        assert trouble_of(visitor, f"{site.url}/a") == Trouble.ROBOTS_UNKNOWN


def test_binary_robots_txt_is_no_obstacle(site, visitor):
    site.page("/robots.txt", bytes(range(256)) * 100)
    site.page("/a", "hola")

    assert visitor.get(f"{site.url}/a").text == "hola"


def test_time_between_two_requests_is_as_the_site_asks_but_bounded(site, settings):
    waits = []
    visitor = Client(wait=waits.append)
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 3600\n")
    site.page("/a", "hola")

    for _time in range(2):
        visitor.get(f"{site.url}/a")

    assert [round(wait) for wait in waits] == [10]


def test_pause_of_the_settings_is_kept_where_the_site_asks_for_none(site, settings):
    settings.OUTGOING_PAUSE = 1
    waits = []
    visitor = Client(wait=waits.append)
    site.page("/a", "hola")

    for _time in range(3):
        visitor.get(f"{site.url}/a")

    assert [round(wait) for wait in waits] == [1, 1]
