"""A new model with personal data must be put on the map."""

import re

from django.apps import apps
from django.db import models

from privacy.personal_data import NOT_OF_PEOPLE, PERSONAL

NAMES = re.compile(
    r"(given|family|first|last|full)_name|e?mail|phone|(submitted|updated|typed)_by|actor|surname"
)


def looks_personal(field: models.Field) -> bool:
    text = isinstance(field, models.CharField | models.TextField)
    return isinstance(field, models.EmailField) or (text and bool(NAMES.fullmatch(field.name)))


def test_every_field_that_looks_personal_is_on_the_map():
    mapped = {f"{entry.label}.{name}" for entry in PERSONAL for name in entry.fields} | set(NOT_OF_PEOPLE)

    unmapped = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if looks_personal(field) and f"{model._meta.label}.{field.name}" not in mapped
    }

    assert unmapped == set()


def test_map_names_fields_that_exist():
    for entry in PERSONAL:
        if entry.model is not None:
            known = {field.name for field in entry.model._meta.get_fields()} | {"pk", ""}
            paths = {path.partition("__")[0] for path in (entry.person, entry.user, entry.email)}
            assert known >= {*entry.fields, *paths}
