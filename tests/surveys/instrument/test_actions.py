import copy

import pytest
from django.db import IntegrityError, transaction

from surveys.instrument.actions import DefinitionRefused, publish_version
from surveys.instrument.hashing import hash_json
from surveys.instrument.shipped import load_questionnaire
from surveys.models import Questionnaire, QuestionnaireVersion, Variable, VersionVariable
from tests.factories.surveys import TINY, PublishedVersionFactory, VersionFactory


def changes(version):
    return dict(version.version_variables.values_list("variable__code", "change"))


def successor(version, **changed):
    """A draft after ``version`` whose first question differs in ``changed``."""
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][1]["questions"][0].update(changed)
    return VersionFactory(questionnaire=version.questionnaire, definition=definition)


def test_publish_version_freezes_it_with_its_variables(manager):
    draft = VersionFactory()

    version = publish_version(draft, by=manager)

    version.refresh_from_db()
    assert (version.status, version.published_by) == ("published", manager)
    assert version.definition_sha256 == hash_json(TINY)
    rows = version.version_variables.values_list("position", "section", "variable__code", "variable__kind")
    assert list(rows) == [
        (1, "company", "people", "number"),
        (2, "company", "hired", "single"),
        (3, "company", "reasons", "multiple"),
        (4, "staff", "roles", "grid"),
        (5, "staff", "abilities", "skills"),
        (6, "staff", "notes", "long_text"),
    ]


def test_publish_version_twice_changes_nothing(db):
    first = PublishedVersionFactory()
    twin = VersionFactory(questionnaire=first.questionnaire)

    assert publish_version(first, by=None) == first
    assert publish_version(twin, by=None) == first
    twin.refresh_from_db()
    assert twin.status == "draft"
    assert VersionVariable.objects.count() == 6


def test_publish_version_refuses_a_broken_definition_and_leaves_nothing(db):
    draft = VersionFactory(definition=TINY | {"languages": ["es"]})

    with pytest.raises(DefinitionRefused) as caught:
        publish_version(draft, by=None)

    assert len(caught.value.problems) == 1
    assert not Variable.objects.exists()
    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.parametrize("definition", [{}, {"code": "x", "sections": "y"}])
def test_publish_version_refuses_json_that_is_no_definition(db, definition):
    with pytest.raises(DefinitionRefused):
        publish_version(VersionFactory(definition=definition), by=None)


def test_publish_version_refuses_a_variable_of_another_kind(db):
    Variable.objects.create(code="people", kind="text")

    with pytest.raises(DefinitionRefused):
        publish_version(VersionFactory(), by=None)

    assert Variable.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"why": {"es": "Porque sí", "en": "Because"}}, "same"),
        ({"label": {"es": "¿Contrató?", "en": "Did you hire?"}}, "wording"),
        ({"help": {"es": "Ayuda", "en": "Help"}}, "wording"),
        (
            {
                "choices": [
                    {"code": code, "label": {"es": code, "en": code}} for code in ("yes", "no", "maybe")
                ]
            },
            "break",
        ),
    ],
    ids=["why", "label", "help", "choices"],
)
def test_publish_version_compares_each_variable_with_the_last_version(db, changed, expected):
    first = PublishedVersionFactory()

    second = publish_version(successor(first, **changed), by=None)

    assert changes(first)["hired"] == "same"
    assert changes(second) == dict.fromkeys(changes(first), "same") | {"hired": expected}


def test_published_version_refuses_to_change(db):
    version = PublishedVersionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionnaireVersion.objects.filter(pk=version.pk).update(definition={})

    version.refresh_from_db()
    assert version.definition == TINY


def test_load_questionnaire_twice_gives_the_same_version(db):
    first = load_questionnaire()

    assert load_questionnaire() == first
    assert Questionnaire.objects.get().title_en == "Digital skills needs"
    assert QuestionnaireVersion.objects.count() == 1
