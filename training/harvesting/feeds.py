"""Offers that a site announces in a feed (RSS 2.0, RSS 1.0 or Atom)."""

from xml.etree.ElementTree import Element  # noqa: S405 - for types only

from .collecting import Values, web_address
from .items import NAME_LENGTH, Item, ItemTrouble, Reading, key_of
from .values import line, words
from .xml import children, name_of, read_xml, text_of

KINDS = ("xml", "text/plain", "octet-stream", "html")


def read_feed(text: str, url: str, site_language: str) -> Reading:
    """A feed says when an entry was written, which is no date of a course, so dates are not taken."""
    reading = Reading()
    try:
        root = read_xml(text)
    except ValueError as error:
        reading.complain(url, ItemTrouble.BAD_FILE, str(error))
        return reading
    if name_of(root) not in ("rss", "rdf", "feed"):
        reading.complain(url, ItemTrouble.BAD_FILE, name_of(root))
        return reading
    for entry in (each for each in root.iter() if name_of(each) in ("item", "entry")):
        reading.add(read_entry(entry, url, site_language, reading), text_of(entry, "link", "title") or url)
    return reading


def read_entry(entry: Element, base: str, site_language: str, reading: Reading) -> Item:
    name = line(text_of(entry, "title"), NAME_LENGTH)
    link = web_address(link_of(entry), base)
    values = Values(reading, link or name or base)
    values.put(f"name_{site_language}", str, name)
    values.put(
        f"description_{site_language}", words, text_of(entry, "encoded", "content", "description", "summary")
    )
    values.put("url", str, link)
    values.put("source_url", str, link or base)
    own = text_of(entry, "guid", "id")
    subjects = [line(text_or_term(each), 200) for each in children(entry, "category", "subject")]
    return Item(
        key_of(own or link or f"{base}#{name}"), dict(values), [], [each for each in subjects if each][:60]
    )


def link_of(entry: Element) -> str:
    """Return RSS's link, or Atom's to the page itself."""
    for link in children(entry, "link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href", "")
        if link.text and link.text.strip():
            return link.text
    return ""


def text_or_term(element: Element) -> str:
    return element.get("term") or element.text or ""
