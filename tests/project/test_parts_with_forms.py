"""A part of a page that is included alone has nothing of the page around it, not even its form's token."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
INCLUDED_ALONE = re.compile(r'{% include "([^"]+)"((?:(?!%}).)*) only %}', re.DOTALL)


def test_part_with_a_form_is_given_its_token():
    tokenless = [
        f"{page.relative_to(TEMPLATES)}: {part}"
        for page in TEMPLATES.rglob("*.html")
        for part, given in INCLUDED_ALONE.findall(page.read_text())
        if "{% csrf_token %}" in (TEMPLATES / part).read_text() and "csrf_token=csrf_token" not in given
    ]

    assert tokenless == []
    assert INCLUDED_ALONE.findall((TEMPLATES / "admin/surveys/questionnaireversion/draft.html").read_text())
