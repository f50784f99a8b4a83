"""Feeds, calendars and tables; and that nothing a site can send is a crash."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tera.outgoing.errors import RequestFailed, Trouble
from training.harvesting.calendars import read_calendar
from training.harvesting.feeds import read_feed
from training.harvesting.items import ItemTrouble, Reading
from training.harvesting.jsonld import Page
from training.harvesting.tables import read_csv_table
from training.harvesting.visit import visit

URL = "https://centro.example/datos"
RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Centro inventado</title>
<item><title>Curso de &lt;b&gt;redes&lt;/b&gt;</title><link>https://centro.example/redes</link>
<guid isPermaLink="false">redes-1</guid><category>Redes</category>
<description>Corto</description><content:encoded><![CDATA[<p>Largo</p>]]></content:encoded>
<pubDate>Mon, 03 May 2027 10:00:00 GMT</pubDate></item>
<item><title></title><link>https://centro.example/nada</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Centro</title>
<entry><id>urn:uuid:1</id><title type="html">Redes</title><category term="Redes"/>
<link rel="self" href="https://centro.example/api/1"/><link href="/redes"/>
<summary>Corto</summary></entry></feed>"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Centro//ES
BEGIN:VEVENT
UID:1@centro.example
SUMMARY:Taller de redes
DESCRIPTION:Primera línea\\nsegunda
DTSTART;VALUE=DATE:20270503
DTEND;VALUE=DATE:20270506
LOCATION:Santander
CATEGORIES:Redes,Sistemas
URL:https://centro.example/redes
END:VEVENT
BEGIN:VEVENT
UID:2@centro.example
SUMMARY:Taller de redes
DTSTART:20270910T220000Z
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:3@centro.example
DTSTART:20270910T080000
END:VEVENT
END:VCALENDAR
"""


def codes(reading):
    return [problem.code for problem in reading.problems]


def test_feed_gives_an_offer_for_each_entry():
    reading = read_feed(RSS, URL, "es")

    (item,) = reading.items
    assert item.values == {
        "name_es": "Curso de redes",
        "description_es": "Largo",
        "url": "https://centro.example/redes",
        "source_url": "https://centro.example/redes",
    }
    assert (item.runs, item.subjects) == ([], ["Redes"])
    assert codes(reading) == [ItemTrouble.NO_NAME]


def test_atom_gives_the_page_and_not_its_data():
    (item,) = read_feed(ATOM, URL, "en").items

    assert item.values["url"] == "https://centro.example/redes"
    assert item.values["name_en"] == "Redes"
    assert item.subjects == ["Redes"]


@pytest.mark.parametrize("text", ["", "hola", "<html></html>", "<rss><channel>", '{"a": 1}'])
def test_what_is_no_feed_is_a_malformed_file(text):
    reading = read_feed(text, URL, "es")

    assert (reading.items, codes(reading)) == ([], [ItemTrouble.BAD_FILE])


def test_events_of_one_name_are_runs_of_one_offer():
    reading = read_calendar(CALENDAR, URL, "es")

    (item,) = reading.items
    assert item.values == {
        "name_es": "Taller de redes",
        "description_es": "Primera línea\nsegunda",
        "url": "https://centro.example/redes",
        "source_url": "https://centro.example/redes",
    }
    assert [(run.key, run.values) for run in item.runs] == [
        (
            "1@centro.example",
            {"start_date": date(2027, 5, 3), "end_date": date(2027, 5, 5), "municipality": "Santander"},
        ),
        ("2@centro.example", {"start_date": date(2027, 9, 11), "event_status": "cancelled"}),
    ]
    assert item.subjects == ["Redes", "Sistemas"]
    assert codes(reading) == [ItemTrouble.NO_NAME]


@pytest.mark.parametrize("text", ["", "hola", "BEGIN:VCALENDAR"])
def test_what_is_no_calendar_is_a_malformed_file(text):
    reading = read_calendar(text, URL, "es")

    assert (reading.items, codes(reading)) == ([], [ItemTrouble.BAD_FILE])


@pytest.mark.parametrize(
    "titles",
    ["Nombre;Proveedor;Código;Importe (€);Modalidad;Horas", "name;provider;code;price;mode;hours"],
)
def test_table_takes_the_titles_of_the_export_and_the_names_of_its_data(titles):
    rows = f"{titles}\nRedes;Centro inventado;R-1;1.234,50;online;20\nOtro;Otra entidad;;;;\n"

    reading = read_csv_table(rows.encode(), URL, "es", {"centro inventado"})

    (item,) = reading.items
    assert item.key == f"{URL}#R-1"
    assert item.values == {
        "name_es": "Redes",
        "course_code": "R-1",
        "price": Decimal("1234.50"),
        "course_mode": "online",
        "learning_hours": 20,
        "source_url": URL,
    }
    assert codes(reading) == [ItemTrouble.OTHER_PROVIDER]


def test_table_with_other_titles_says_which():
    reading = read_csv_table(b"name;colour\nRedes;azul\n", URL, "es", set())
    nameless = read_csv_table(b"curso;precio\nRedes;3\n", URL, "es", set())

    assert [item.name for item in reading.items] == ["Redes"]
    assert [(p.code, p.detail) for p in reading.problems] == [(ItemTrouble.WRONG_TITLES, "colour")]
    assert (nameless.items, codes(nameless)) == ([], [ItemTrouble.WRONG_TITLES])


def test_row_with_a_code_that_does_not_exist_keeps_its_other_values():
    reading = read_csv_table(b"name,kind,eqf_level\nRedes,fiesta,alto\n", URL, "es", set())

    assert reading.items[0].values == {"name_es": "Redes", "source_url": URL}
    assert codes(reading) == [ItemTrouble.BAD_VALUE] * 2


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b"name\n", bytes(range(256)), b"PK\x03\x04nonsense"])
def test_what_is_no_table_is_a_failure(body):
    with pytest.raises(RequestFailed) as caught:
        read_csv_table(body, URL, "es", set())
    assert caught.value.trouble == Trouble.BROKEN


@pytest.mark.parametrize(
    ("kind", "body", "media"),
    [
        ("feed", RSS, "application/rss+xml"),
        ("feed", RSS, "text/xml; charset=us-ascii"),
        ("calendar", CALENDAR, "text/calendar"),
        ("table", "name\nRedes\n", "text/csv"),
    ],
)
def test_every_kind_is_read_from_a_site(site, visitor, kind, body, media):
    site.page("/datos", body, kind=media)

    assert len(visit(kind, f"{site.url}/datos", client=visitor).items) == 1


@pytest.mark.parametrize("kind", ["feed", "calendar", "table"])
def test_file_of_another_kind_is_a_failure(site, visitor, kind):
    site.page("/datos", b"\x89PNG", kind="image/png")

    with pytest.raises(RequestFailed) as caught:
        visit(kind, f"{site.url}/datos", client=visitor)
    assert caught.value.trouble == Trouble.WRONG_TYPE


@given(st.text(max_size=300))
def test_no_text_crashes_a_reader(text):
    for begin in ("", "<rss><item><title>", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"):
        read_feed(begin + text, URL, "es")
        read_calendar(begin + text, URL, "es")
    with contextlib.suppress(RequestFailed):
        read_csv_table(("name;price;hours\n" + text).encode("utf-8", "replace"), URL, "es", set())


SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("2027-05-03"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "name", "price", "address", "url", "startDate"]), inner
        )
    ),
    max_leaves=8,
)
PROPERTIES = [
    *(
        "@id",
        "name",
        "description",
        "url",
        "courseCode",
        "timeRequired",
        "offers",
        "hasCourseInstance",
        "teaches",
    ),
    *(
        "keywords",
        "inLanguage",
        "coursePrerequisites",
        "educationalCredentialAwarded",
        "startDate",
        "location",
    ),
]


@given(st.dictionaries(st.sampled_from(PROPERTIES), SCRAPS, max_size=8))
def test_no_data_of_a_course_crashes_the_reader(course):
    reading = Reading()
    page = Page("", URL, reading, "es")
    page.nodes = [course | {"@type": "Course", "name": "Redes", "x": 1}]

    page.add_items()

    assert len(reading.items) == 1
