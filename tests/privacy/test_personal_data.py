"""A new model with personal data must be put on the map."""

import re

import pytest
from django.apps import apps
from django.db import models

from members.models import Person
from privacy.export import content_of
from privacy.personal_data import NOT_OF_PEOPLE, PERSONAL, paths_to_person
from privacy.subject import subject_of
from surveys.models import Share
from tests.factories.members import PersonFactory
from tests.factories.surveys import ResponseFactory

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
            people = (entry.person,) if isinstance(entry.person, str) else entry.person
            paths = {path.partition("__")[0] for path in (*people, entry.user, entry.email)}
            assert known >= {*entry.fields, *paths}


def test_every_key_to_a_person_leads_to_their_rows():
    mapped = {f"{entry.label}.{path}" for entry in PERSONAL if entry.model for path in paths_to_person(entry)}

    keys = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }

    assert keys - mapped == set()


@pytest.mark.django_db
def test_who_hands_a_questionnaire_over_finds_that_row_whatever_name_it_bears():
    giver, receiver = PersonFactory(given_name="Ada", family_name="Pérez"), PersonFactory()
    Share.objects.create(response=ResponseFactory(), person=receiver, handed_by=giver, asked_by="")

    records = {record["model"]: record["rows"] for record in content_of(subject_of(giver))["records"]}
    others = {record["model"] for record in content_of(subject_of(PersonFactory()))["records"]}

    handed_by = str(Share._meta.get_field("handed_by").verbose_name)
    assert [row[handed_by] for row in records["surveys.Share"]] == ["Ada Pérez"]
    assert "surveys.Share" not in others
