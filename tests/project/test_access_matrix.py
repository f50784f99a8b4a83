"""Every address of the site × everybody who may ask for it.

An address that is in no table of ``access`` fails, so whoever adds a page says who may open it.
"""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from tests.project.access import NEED_ROWS, PEOPLE, TABLE
from tests.project.conftest import NO_KEY, answer

pytestmark = pytest.mark.django_db
# What each model has in the admin panel; who may do what there is in members/roles.py.
MODEL_PAGES = ("changelist", "add", "change", "delete", "history")


def names(resolver=None, prefix="") -> Iterator[str]:
    """Yield the name of every address, with its namespaces; one without a name by its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}"
        else:
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def address(name: str, cast: dict) -> str | None:
    """Return the address, or None when it needs objects of its own, which its app's tests have."""
    slug, key = cast["organisation"].slug, NO_KEY
    for arguments in ([], [key], [slug]) if name.startswith("admin:") else ([], [slug], [key]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return None


def is_of_a_model(name: str) -> bool:
    models = (f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)
    return name in {f"admin:{model}_{page}" for model in models for page in MODEL_PAGES}


def test_every_address_is_in_a_table():
    known = set(TABLE) | NEED_ROWS

    assert {name for name in names() if name not in known and not is_of_a_model(name)} == set()
    assert known - set(names()) == set()


@pytest.mark.parametrize("name", TABLE)
def test_page_answers_each_as_the_table_says(cast, name):
    url = address(name, cast)

    assert " ".join(answer(cast[who], url) for who in PEOPLE) == TABLE[name]


@pytest.mark.parametrize(
    "name", [name for name, row in TABLE.items() if name.startswith("admin:") and row.endswith("403")]
)
def test_auditor_posts_to_no_page_that_is_closed_to_them(cast, name):
    assert cast["auditor"].post(address(name, cast), {"confirmed": "yes"}).status_code in (403, 405)
