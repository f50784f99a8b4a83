"""The page that explains the interface for programs, as a browser shows it."""

import pytest

from tests.browser.conftest import axe_violations


@pytest.mark.parametrize("path", ["/api/docs", "/en/api/docs"])
def test_page_of_the_interface_has_no_barrier_with_its_examples_open(visit, path):
    page = visit().open(path)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")

    assert axe_violations(page) == []
