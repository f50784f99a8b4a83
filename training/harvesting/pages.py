"""Visiting the pages of a site that its sitemap, or a list on one of its pages, names."""

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from tera.outgoing.answer import decode, gunzip
from tera.outgoing.client import Client
from tera.outgoing.errors import RequestFailed, Trouble

from .items import ItemTrouble, Problem, Reading
from .jsonld import Page
from .xml import children, name_of, read_xml, text_of

MAPS = ("xml", "text/plain", "gzip", "octet-stream", "html")
PAGES = ("html", "xml", "json")
MOST_MAPS, MOST_PAGES = 50, 1_000
LONGEST = 30 * 60  # seconds

Note = Callable[[int, int], None]


class Walk:
    """One visit to a site: maps first, then the pages they name, never another site."""

    def __init__(self, client: Client, url: str, *, only: str, language: str, note: Note) -> None:
        self.client, self.url, self.only, self.language, self.note = client, url, only, language, note
        self.reading = Reading()
        self.maps_seen: set[str] = set()
        self.pages: dict[str, None] = {}
        self.end = time.monotonic() + LONGEST

    def read(self) -> Reading:
        """Read all of it. Raises RequestFailed when the source's own address gives nothing."""
        text, is_map = self.open_map(self.url)
        if is_map:
            self.read_map(text, self.url)
        else:
            self.add_pages(self.read_page(text, self.url))
        for done, url in enumerate(self.wanted(), start=1):
            self.visit(url)
            self.note(done, min(len(self.pages), MOST_PAGES))
        return self.reading

    def wanted(self) -> Iterator[str]:
        for count, url in enumerate(self.pages):
            if count == MOST_PAGES or time.monotonic() > self.end:
                self.reading.complain(self.url, ItemTrouble.TOO_MANY, str(len(self.pages)))
                return
            yield url

    def open_map(self, url: str) -> tuple[str, bool]:
        self.maps_seen.add(url)
        answer = fetch(self.client, url, MAPS)
        body = gunzip(answer.body, self.client.limits.size)
        text = decode(body, answer.headers.get_content_charset())
        return text, "<urlset" in text[:2000] or "<sitemapindex" in text[:2000]

    def read_map(self, text: str, url: str) -> None:
        try:
            root = read_xml(text)
        except ValueError as error:
            self.reading.complain(url, ItemTrouble.BAD_FILE, str(error))
            return
        places = [text_of(entry, "loc") for entry in children(root, "url", "sitemap")]
        if name_of(root) == "urlset":
            self.add_pages(places)
            return
        for place in places:
            if place not in self.maps_seen and self.is_here(place):
                self.follow_map(place)

    def follow_map(self, url: str) -> None:
        if len(self.maps_seen) >= MOST_MAPS:
            self.reading.complain(url, ItemTrouble.TOO_MANY)
            return
        try:
            self.read_map(self.open_map(url)[0], url)
        except RequestFailed as failure:
            self.reading.problems.append(Problem.of(url, failure))

    def add_pages(self, urls: list[str]) -> None:
        for url in urls:
            if self.only in url and url not in self.pages and self.is_here(url):
                self.pages[url] = None

    def is_here(self, url: str) -> bool:
        """Say whether an address is of this site; another site's is noted and left alone."""
        if site_of(url) == site_of(self.url):
            return True
        self.reading.complain(url, ItemTrouble.OTHER_SITE)
        return False

    def visit(self, url: str) -> None:
        try:
            answer = fetch(self.client, url, PAGES)
        except RequestFailed as failure:
            self.reading.problems.append(Problem.of(url, failure))
        else:
            self.read_page(answer.text, url)

    def read_page(self, text: str, url: str) -> list[str]:
        """Take the courses of a page; return the pages that its lists name."""
        before = len(self.reading.problems)
        page = Page(text, url, self.reading, self.language)
        listed = page.listed()
        if not page.add_items() and not listed and len(self.reading.problems) == before:
            self.reading.complain(url, ItemTrouble.NO_COURSE)
        return listed


def site_of(url: str) -> str:
    try:
        return (urlsplit(url).netloc or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def fetch(client: Client, url: str, kinds: tuple[str, ...]):
    """Return a page that is there; any other status is a failure."""
    answer = client.get(url, kinds=kinds)
    if not 200 <= answer.status < 300:
        raise RequestFailed(Trouble.STATUS, str(answer.status))
    return answer
