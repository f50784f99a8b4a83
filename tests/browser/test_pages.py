"""The public pages as a browser shows them."""

import pytest

from tests.browser.conftest import axe_violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_styleguide_has_no_barrier(visit, scheme):
    page = visit(color_scheme=scheme).open("/styleguide/")

    assert axe_violations(page) == []
