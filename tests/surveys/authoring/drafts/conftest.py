"""A draft in the editor, and a form of it as the browser holds it."""

import pytest
from django.urls import reverse

from tests.factories.surveys import VersionFactory


def url(page, *args):
    return reverse(f"admin:surveys_questionnaireversion_{page}", args=args)


@pytest.fixture
def draft():
    return VersionFactory()


def typed(client, version, kind, name, **changes) -> dict:
    """Return what the form of a part sends, with some fields written anew."""
    form = client.get(url("draft_part", version.pk, kind, name)).context["form"]
    sent = values_of(form)
    for items in getattr(form, "items", {}).values():
        sent |= values_of(items.management_form, items.prefix)
        for row in items.forms:
            sent |= values_of(row)
    return sent | changes


def values_of(form, prefix="") -> dict:
    values = {form[name].html_name: form[name].value() for name in form.fields}
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value != ""
    }


def keep(client, version, kind, name, **changes):
    answer = client.post(
        url("draft_part", version.pk, kind, name), typed(client, version, kind, name, **changes)
    )
    version.refresh_from_db()
    return answer


def every_part(definition):
    yield "title", "title"
    for section in definition["sections"]:
        yield "section", section["code"]
        for page in section["pages"]:
            yield "page", f"{section['code']}/{page['code']}"
            for asked in page["questions"]:
                yield "question", asked["variable"]
    for check in definition["checks"]:
        yield "check", check["code"]
