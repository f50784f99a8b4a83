import gzip
import time

import pytest

from tera.outgoing.client import Client, Limits
from tera.outgoing.errors import RequestFailed, Trouble

FAST = Limits(connect=2, silence=0.3, total=0.6, size=200_000)


def trouble_of(visitor, url, **more):
    with pytest.raises(RequestFailed) as caught:
        visitor.get(url, **more)
    return caught.value.trouble


def test_answer_has_status_body_and_who_asked(site, visitor, settings):
    settings.SITE_URL = "https://tera.example"
    site.page("/a", "hola", kind="text/plain; charset=utf-8")

    answer = visitor.get(f"{site.url}/a", kinds=("text/plain",))

    assert (answer.status, answer.kind, answer.text, answer.url) == (
        200,
        "text/plain",
        "hola",
        f"{site.url}/a",
    )
    assert site.headers[-1]["User-Agent"] == "TERA-catalogue/1.0 (+https://tera.example)"
    assert site.headers[-1]["Host"] == f"127.0.0.1:{site.port}"


def test_redirect_within_the_site_is_followed(site, visitor):
    site.redirect("/old", "/new page")
    site.page("/new%20page", "aquí")

    answer = visitor.get(f"{site.url}/old")

    assert (answer.text, answer.url) == ("aquí", f"{site.url}/new%20page")


def test_redirect_to_a_private_address_is_not_followed(site, visitor, forbidden):
    site.redirect("/out", f"{forbidden.url}/secret")

    assert trouble_of(visitor, f"{site.url}/out") == Trouble.NOT_PUBLIC


def test_redirect_to_a_name_that_stands_for_a_private_address_is_not_followed(site, forbidden):
    names = {"site.example": ["127.0.0.1"], "inside.example": ["127.0.0.2"]}
    visitor = Client(resolve=lambda host, port: names.get(host, [host]))
    site.redirect("/out", f"http://inside.example:{forbidden.port}/secret")

    assert trouble_of(visitor, f"http://site.example:{site.port}/out") == Trouble.NOT_PUBLIC
    assert site.paths() == ["/out"]


def test_name_that_changes_its_address_is_connected_to_as_checked(site, forbidden):
    """DNS rebinding: only the first answer is ever used, whatever the second would be."""
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    visitor = Client(resolve=lambda host, port: answers.pop(0))
    site.page("/a", "hola")

    answer = visitor.follow("GET", f"http://rebinding.example:{site.port}/a", limit=100, is_checked=False)

    assert answer.text == "hola"
    assert answers == [["127.0.0.2"]]


@pytest.mark.parametrize(
    "place",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "data:text/html,x",
        "gopher://127.0.0.1/",
        "http://[",
        "//ana:x@127.0.0.1/",
    ],
)
def test_redirect_to_something_else_is_refused(site, visitor, place):
    site.redirect("/out", place)

    assert trouble_of(visitor, f"{site.url}/out") in (Trouble.BAD_ADDRESS, Trouble.PASSWORD)


def test_redirects_in_a_circle_end(site, visitor):
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")

    assert trouble_of(visitor, f"{site.url}/a") == Trouble.TOO_MANY_REDIRECTS
    assert site.paths() == ["/a", "/b"]


def test_redirects_without_end_are_counted(site, visitor):
    for number in range(20):
        site.redirect(f"/{number}", f"/{number + 1}")

    assert trouble_of(visitor, f"{site.url}/0") == Trouble.TOO_MANY_REDIRECTS
    assert len(site.paths()) == 6


def test_body_of_a_redirect_is_not_read(site, visitor):
    site.pages["/a"] = lambda handler: handler.send(status=302, Location="/b", Content_Length="2000000000")
    site.page("/b", "aquí")

    assert visitor.get(f"{site.url}/a").text == "aquí"


def test_site_that_never_answers_is_given_up(site):
    site.pages["/never"] = lambda handler: site.ended.wait(20)

    start = time.monotonic()
    assert trouble_of(Client(FAST), f"{site.url}/never") == Trouble.TOO_SLOW
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("part", ["headers", "body", "chunks"])
def test_site_that_drips_is_given_up_at_the_deadline(site, part):
    """Each byte comes in time, so only the bound on the whole ends it."""

    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        if part != "headers":
            length = b"Transfer-Encoding: chunked" if part == "chunks" else b"Content-Length: 100000"
            handler.wfile.write(length + b"\r\n\r\n")
        piece = {"headers": b"X-A: b\r\n", "body": b"x", "chunks": b"1\r\nx\r\n"}[part]
        while not site.ended.wait(0.02):
            handler.wfile.write(piece)

    site.pages["/drip"] = drip

    start = time.monotonic()
    assert trouble_of(Client(FAST), f"{site.url}/drip") == Trouble.TOO_SLOW
    assert 0.5 < time.monotonic() - start < 2


def test_answer_that_declares_two_gigabytes_is_not_read(site, visitor):
    site.pages["/huge"] = lambda handler: handler.send(Content_Length="2000000000")

    assert trouble_of(visitor, f"{site.url}/huge") == Trouble.TOO_LARGE


@pytest.mark.parametrize("is_chunked", [False, True])
def test_answer_that_streams_without_end_is_cut_at_the_bound(site, visitor, is_chunked):
    sent = []

    def stream(handler):
        handler.send_response(200)
        if is_chunked:
            handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        piece = b"x" * 65_536
        while not site.ended.is_set():
            handler.wfile.write(b"10000\r\n" + piece + b"\r\n" if is_chunked else piece)
            sent.append(len(piece))

    site.pages["/stream"] = stream

    assert trouble_of(visitor, f"{site.url}/stream") == Trouble.TOO_LARGE
    # What was read, and what the sockets between held.
    assert sum(sent) < 20_000_000


def test_bomb_of_gzip_is_not_unpacked_past_the_bound(site, visitor):
    bomb = gzip.compress(b"\0" * 50_000_000)
    site.page("/bomb", bomb, Content_Encoding="gzip")

    assert len(bomb) < visitor.limits.size
    assert trouble_of(visitor, f"{site.url}/bomb") == Trouble.TOO_LARGE


def test_gzip_is_unpacked(site, visitor):
    site.page("/packed", gzip.compress("año".encode()), Content_Encoding="gzip")

    assert visitor.get(f"{site.url}/packed").text == "año"


@pytest.mark.parametrize(
    ("body", "coding"),
    [(b"no gzip", "gzip"), (gzip.compress(b"abc" * 9000)[:40], "gzip"), (b"x", "br"), (b"x", "deflate")],
    ids=["lie", "cut", "brotli", "deflate"],
)
def test_coding_that_is_not_what_it_says_is_broken(site, visitor, body, coding):
    site.page("/a", body, Content_Encoding=coding)

    assert trouble_of(visitor, f"{site.url}/a") == Trouble.BROKEN


def test_answer_that_breaks_off_is_broken(site, visitor):
    def cut(handler):
        handler.send(b"half", Content_Length="1000")
        handler.close_connection = True

    site.pages["/cut"] = cut

    assert trouble_of(visitor, f"{site.url}/cut") == Trouble.BROKEN


@pytest.mark.parametrize("raw", [b"SSH-2.0-OpenSSH_9.2\r\n", b"\0\1\2\r\n", b"HTTP/1.1 abc\r\n\r\n", b""])
def test_what_is_no_http_is_broken(site, visitor, raw):
    def speak(handler):
        handler.wfile.write(raw)
        handler.close_connection = True

    site.pages["/raw"] = speak

    assert trouble_of(visitor, f"{site.url}/raw") == Trouble.BROKEN


def test_unexpected_kind_is_refused(site, visitor):
    site.page("/a", b"%PDF-1.7", kind="application/pdf")

    assert trouble_of(visitor, f"{site.url}/a", kinds=("text/html",)) == Trouble.WRONG_TYPE


def test_closed_port_is_unreachable(site, visitor):
    site.close()

    assert trouble_of(visitor, f"{site.url}/a") == Trouble.UNREACHABLE


def test_part_of_a_page_is_all_that_is_read(site, visitor):
    site.page("/long", "x" * 10_000_000)

    answer = visitor.get(f"{site.url}/long", part=1)

    assert len(answer.body) == 1
    assert site.headers[-1]["Range"] == "bytes=0-0"


def test_head_has_no_body(site, visitor):
    site.page("/a", "hola")

    assert visitor.head(f"{site.url}/a").status == 200
    assert site.asked[-1] == ("HEAD", "/a")


def test_proxy_of_the_environment_is_not_used(site, visitor, forbidden, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, forbidden.url)
    site.page("/a", "hola")

    assert visitor.get(f"{site.url}/a").text == "hola"


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("año".encode(), "text/html; charset=iso-8859-1", "año"),
        ("año".encode("latin-1"), "text/html; charset=utf-8", "año"),
        ("año".encode("cp1252"), "text/html", "año"),
        ("año".encode("utf-16"), "text/html; charset=utf-8", "año"),
        ("\ufeffaño".encode(), "text/html; charset=latin-1", "año"),
        ("año".encode(), "text/html; charset=no-such-thing", "año"),
        ("<meta charset='iso-8859-15'>año €".encode("iso-8859-15"), "text/html", None),
    ],
)
def test_text_is_read_whatever_the_site_says_of_it(site, visitor, body, kind, text):
    site.page("/a", body, kind=kind)

    assert visitor.get(f"{site.url}/a").text == (text or "<meta charset='iso-8859-15'>año €")
