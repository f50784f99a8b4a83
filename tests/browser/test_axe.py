"""What the other tests rely on when they say that a page has no barrier."""

from tests.browser.conftest import axe_colour_violations, axe_violations

PAGE = """<!doctype html><html lang="es"><head><title>Página</title></head><body><main><h1>Página</h1>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<p style="color: #bbb; background: #fff">Letra gris sobre blanco</p></main></body></html>"""


def rules(lines):
    return {line.split(": ")[1] for line in lines}


def test_axe_finds_what_is_wrong_with_a_page(chromium):
    page = chromium.new_page()
    page.set_content(PAGE)

    assert rules(axe_violations(page)) == {"image-alt", "color-contrast"}
    assert rules(axe_colour_violations(page)) == {"color-contrast"}


def test_axe_finds_nothing_on_a_sound_page(chromium):
    page = chromium.new_page()
    page.set_content(PAGE.replace("<img", "<img alt=''").replace("#bbb", "#333"))

    assert axe_violations(page) == axe_colour_violations(page) == []
