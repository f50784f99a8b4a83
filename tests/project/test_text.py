from html.parser import HTMLParser

import pytest

from tera.text import markdown_tree, render_markdown


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("Hola **mundo**", "<p>Hola <strong>mundo</strong></p>\n"),
        ("# Título", "<h3>Título</h3>\n"),
        ("### Menor", "<h4>Menor</h4>\n"),
        ("- uno\n- dos", "<ul>\n<li>uno</li>\n<li>dos</li>\n</ul>\n"),
    ],
    ids=["strong", "heading", "lower heading", "list"],
)
def test_render_markdown_gives_html_below_the_page_headings(written, html):
    assert render_markdown(written) == html


def test_render_markdown_marks_links_that_lead_away():
    html = render_markdown("[web](https://example.org/a?b=1&c=2)")

    assert html == '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">web</a></p>\n'


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    '<https://example.org/" onmouseover=alert(1)>',
    "![x](https://example.org/pixel.gif)",
    "<iframe src=https://example.org></iframe>",
    "<style>*{display:none}</style>",
    '<p style="position:fixed">x</p>',
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://example.org "onclick=alert(1)")',
]


class Elements(HTMLParser):
    """Collects what a browser would make of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_render_markdown_lets_no_payload_through(payload):
    elements = Elements(render_markdown(payload)).found

    assert {tag for tag, _attributes in elements} <= {"p", "a"}
    assert {name for _tag, attributes in elements for name in attributes} <= {"href", "rel", "title"}
    addresses = [attributes["href"] for _tag, attributes in elements if "href" in attributes]
    assert [address for address in addresses if not address.startswith("https://example.org")] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_tree_keeps_only_harmless_addresses(payload):
    def addresses(nodes):
        for node in nodes:
            if "href" in node:
                yield node["href"]
            yield from addresses(node["children"])

    assert [a for a in addresses(markdown_tree(payload)) if a and not a.startswith(("https:", "http:"))] == []


def words(text):
    return {"kind": "text", "text": text, "children": []}


def test_markdown_tree_nests_blocks_and_words():
    strong = {"kind": "strong", "text": "", "children": [words("dos")]}
    inline = {"kind": "inline", "text": "", "children": [words("Un "), strong, words(".")]}

    assert markdown_tree("Un **dos**.") == [{"kind": "paragraph", "text": "", "children": [inline]}]
