import gzip
import json
from datetime import date
from decimal import Decimal

import pytest

from tera.outgoing.errors import RequestFailed, Trouble
from training.harvesting.items import ItemTrouble
from training.harvesting.visit import visit

COURSE = {
    "@context": "https://schema.org",
    "@type": "Course",
    "name": "Ciberseguridad básica",
    "description": "<p>Primer paso.</p><script>alert(1)</script>",
}


def script(data) -> str:
    text = data if isinstance(data, str) else json.dumps(data).replace("</", "<\\/")
    return f'<html><head><script type="application/ld+json">{text}</script></head><body>cursos</body></html>'


def sitemap(*urls) -> str:
    places = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    )


@pytest.fixture
def read(site, visitor):
    """Put one page on the site and read it by way of its sitemap."""

    def read_page(data, **more):
        site.page("/sitemap.xml", sitemap(f"{site.url}/a"), kind="application/xml")
        site.page("/a", data if isinstance(data, bytes | str) and "<" in str(data) else script(data))
        return visit("pages", f"{site.url}/sitemap.xml", client=visitor, **more)

    return read_page


def codes(reading):
    return [problem.code for problem in reading.problems]


def test_course_is_read_whole(read, site):
    reading = read(
        COURSE
        | {
            "url": "/cursos/ciber",
            "courseCode": "CIB-1",
            "timeRequired": "PT20H",
            "inLanguage": "es-ES",
            "teaches": ["Ciberseguridad", {"@type": "DefinedTerm", "name": "Redes"}],
            "keywords": "seguridad, redes",
            "educationalCredentialAwarded": {"@type": "EducationalOccupationalCredential", "name": "Diploma"},
            "offers": [{"@type": "Offer", "price": "1.234,50", "priceCurrency": "EUR"}],
            "hasCourseInstance": [
                {
                    "@type": "CourseInstance",
                    "courseMode": "presencial",
                    "startDate": "2027-05-03T09:00:00",
                    "endDate": "2027-06-01",
                    "location": {"@type": "Place", "address": {"addressLocality": "Torrelavega"}},
                    "maximumAttendeeCapacity": "20",
                    "eventStatus": "https://schema.org/EventCancelled",
                }
            ],
        }
    )

    (item,) = reading.items
    assert reading.problems == []
    assert item.key == f"{site.url}/cursos/ciber"
    assert item.values == {
        "name_es": "Ciberseguridad básica",
        "description_es": "Primer paso.",
        "course_code": "CIB-1",
        "learning_hours": 20,
        "in_language": "es",
        "credential_es": "Diploma",
        "price_category": "paid",
        "price": Decimal("1234.50"),
        "url": f"{site.url}/cursos/ciber",
        "source_url": f"{site.url}/a",
        "course_mode": "onsite",
    }
    assert item.subjects == ["Ciberseguridad", "Redes", "seguridad", "redes"]
    (run,) = item.runs
    assert run.values == {
        "start_date": date(2027, 5, 3),
        "end_date": date(2027, 6, 1),
        "course_mode": "onsite",
        "municipality": "Torrelavega",
        "places": 20,
        "event_status": "cancelled",
    }


@pytest.mark.parametrize(
    "data",
    [
        [{"@type": "WebPage", "name": "x"}, COURSE],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, COURSE]},
        {"@type": "WebPage", "mainEntity": {"@type": "Thing", "about": COURSE}},
        COURSE | {"@type": ["Product", "http://schema.org/Course"]},
        COURSE | {"@type": "schema:Course"},
        COURSE | {"name": [{"@language": "es", "@value": "Ciberseguridad básica"}]},
    ],
    ids=["array", "graph", "nested", "types", "prefix", "language"],
)
def test_course_is_found_wherever_the_page_puts_it(read, data):
    reading = read(data)

    assert [item.name for item in reading.items] == ["Ciberseguridad básica"]
    assert reading.problems == []


def test_run_that_is_only_named_by_its_id_is_looked_up(read):
    reading = read(
        {
            "@graph": [
                COURSE | {"hasCourseInstance": [{"@id": "#run"}]},
                {"@id": "#run", "@type": "CourseInstance", "startDate": "2027-05-03"},
            ]
        }
    )

    assert [run.values["start_date"] for run in reading.items[0].runs] == [date(2027, 5, 3)]


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "Course", "name": "A",}',
        "{",
        "",
        "[" * 100_000,
        '{"@type": "Course" "name": "A"}',
        "<p>hola",
    ],
    ids=["comma", "open", "empty", "deep", "colon", "html"],
)
def test_malformed_data_is_a_line_of_the_report_and_stops_nothing(site, visitor, text):
    site.page("/sitemap.xml", sitemap(f"{site.url}/bad", f"{site.url}/good"), kind="text/xml")
    site.page("/bad", script(text))
    site.page("/good", script(COURSE))

    reading = visit("pages", f"{site.url}/sitemap.xml", client=visitor)

    assert [item.name for item in reading.items] == ["Ciberseguridad básica"]
    assert [(problem.where, problem.code) for problem in reading.problems] == [
        (f"{site.url}/bad", ItemTrouble.BAD_JSON)
    ]


def test_value_that_is_not_understood_is_left_out_and_said(read):
    reading = read(
        COURSE
        | {
            "timeRequired": "un trimestre",
            "offers": {"price": "a consultar"},
            "hasCourseInstance": {
                "startDate": "pronto",
                "maximumAttendeeCapacity": "muchas",
                "location": [[]],
            },
        }
    )

    assert reading.items[0].runs == []
    assert not {"learning_hours", "price"} & set(reading.items[0].values)
    assert codes(reading) == [ItemTrouble.BAD_VALUE] * 4


def test_page_without_course_and_course_without_name_are_said(site, visitor):
    site.page("/sitemap.xml", sitemap(f"{site.url}/none", f"{site.url}/nameless"), kind="text/xml")
    site.page("/none", "<html>hola")
    site.page("/nameless", script({"@type": "Course", "description": "x", "url": "/n"}))

    reading = visit("pages", f"{site.url}/sitemap.xml", client=visitor)

    assert reading.items == []
    assert codes(reading) == [ItemTrouble.NO_COURSE, ItemTrouble.NO_NAME]


def test_page_in_another_encoding_than_it_says_is_read(read):
    page = script(json.dumps(COURSE | {"description": "Año"}, ensure_ascii=False)).encode("latin-1")

    reading = read(page)

    assert reading.items[0].name == "Ciberseguridad básica"
    assert reading.items[0].values["description_es"] == "Año"


def test_errors_of_single_pages_are_lines_of_the_report(site, visitor):
    site.page("/robots.txt", "User-agent: *\nDisallow: /privado")
    names = ["gone", "error", "pdf", "loop", "privado", "inside", "good"]
    site.page("/sitemap.xml", sitemap(*(f"{site.url}/{name}" for name in names)), kind="text/xml")
    site.page("/error", status=500)
    site.page("/pdf", b"%PDF", kind="application/pdf")
    site.redirect("/loop", "/loop")
    site.redirect("/inside", "http://127.0.0.3/")
    site.page("/good", script(COURSE))

    reading = visit("pages", f"{site.url}/sitemap.xml", client=visitor)

    assert len(reading.items) == 1
    assert codes(reading) == [
        Trouble.STATUS,
        Trouble.STATUS,
        Trouble.WRONG_TYPE,
        Trouble.TOO_MANY_REDIRECTS,
        Trouble.ROBOTS,
        Trouble.NOT_PUBLIC,
    ]


def test_source_whose_own_address_fails_is_a_failure(site, visitor):
    site.page("/sitemap.xml", status=500)

    with pytest.raises(RequestFailed) as caught:
        visit("pages", f"{site.url}/sitemap.xml", client=visitor)
    assert (caught.value.trouble, caught.value.detail) == (Trouble.STATUS, "500")


def test_index_of_maps_is_followed_without_walking_in_circles(site, visitor):
    index = f"<sitemapindex><sitemap><loc>{site.url}/{{}}</loc></sitemap></sitemapindex>"
    site.page("/sitemap.xml", index.format("more.xml"), kind="text/xml")
    site.page("/more.xml", index.format("sitemap.xml"), kind="text/xml")

    assert visit("pages", f"{site.url}/sitemap.xml", client=visitor).items == []
    assert site.paths() == ["/sitemap.xml", "/more.xml"]


def test_packed_map_is_read_and_pages_of_other_sites_are_not(site, visitor):
    pages = sitemap(f"{site.url}/a", "http://other.example/a", f"{site.url}/b")
    site.page("/sitemap.xml.gz", gzip.compress(pages.encode()), kind="application/gzip")
    site.page("/a", script(COURSE))

    reading = visit("pages", f"{site.url}/sitemap.xml.gz", client=visitor, only="/a")

    assert len(reading.items) == 1
    assert site.paths() == ["/sitemap.xml.gz", "/a"]


def test_map_that_declares_entities_is_malformed(site, visitor):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
    site.page("/sitemap.xml", bomb, kind="text/xml")

    assert codes(visit("pages", f"{site.url}/sitemap.xml", client=visitor)) == [ItemTrouble.BAD_FILE]


def test_one_course_on_two_pages_counts_once_and_the_fuller_one(site, visitor):
    site.page("/sitemap.xml", sitemap(f"{site.url}/list", f"{site.url}/a"), kind="text/xml")
    short = {"@type": "Course", "name": "Ciberseguridad básica", "url": f"{site.url}/a"}
    site.page("/list", script(short))
    site.page("/a", script(COURSE | {"url": f"{site.url}/a?utm_source=x", "timeRequired": "PT5H"}))

    reading = visit("pages", f"{site.url}/sitemap.xml", client=visitor)

    assert [item.values["learning_hours"] for item in reading.items] == [5]
    assert codes(reading) == [ItemTrouble.TWICE]


def test_list_on_a_page_names_the_pages_to_visit(site, visitor):
    site.page(
        "/cursos",
        script({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "url": f"{site.url}/a"}]}),
    )
    site.page("/a", script(COURSE))

    assert len(visit("pages", f"{site.url}/cursos", client=visitor).items) == 1


def test_progress_is_noted_page_by_page(site, visitor):
    site.page("/sitemap.xml", sitemap(f"{site.url}/a", f"{site.url}/b"), kind="text/xml")
    site.page("/a", script(COURSE))
    noted = []

    visit("pages", f"{site.url}/sitemap.xml", client=visitor, note=lambda *numbers: noted.append(numbers))

    assert noted == [(1, 2), (2, 2)]
