import copy

import pytest
from django.utils import translation

from surveys.instrument.cells import Key
from surveys.instrument.definition import DefinitionError
from surveys.instrument.hashing import hash_json
from surveys.instrument.parser import compiled, parse_definition
from surveys.instrument.shipped import read_shipped
from surveys.instrument.texts import Text
from tests.factories.surveys import TINY, PublishedVersionFactory


@pytest.mark.parametrize(
    ("language", "expected"), [("es", "Hola"), ("en", "Hello"), ("en-gb", "Hello"), ("fr", "Hola")]
)
def test_text_speaks_the_readers_language(language, expected):
    with translation.override(language):
        assert str(Text((("es", "Hola"), ("en", "Hello")))) == expected


def test_hash_ignores_the_order_of_keys_and_nothing_else():
    reordered = dict(reversed(TINY.items()))
    changed = copy.deepcopy(TINY) | {"code": "other"}

    assert hash_json(reordered) == hash_json(TINY)
    assert hash_json(changed) != hash_json(TINY)


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda d: d.pop("code"), "definition: “code” is missing"),
        (lambda d: d.update(sections={}), "definition/sections must be a list"),
        (lambda d: d["sections"][0].pop("pages"), "definition/sections[0]/pages must be a list"),
        (
            lambda d: d["sections"][0]["pages"][0]["questions"][0].pop("kind"),
            "definition/sections[0]/pages[0]/questions[0]: “kind” is missing",
        ),
        (lambda d: d.update(title="Tiny"), "title must be a text for each language: Tiny"),
        (
            lambda d: d["sections"][0]["pages"][2].update(show_if="eval(1)"),
            'definition/sections[0]/pages[2]: not a condition: "eval(1)"',
        ),
    ],
)
def test_parse_definition_names_the_place_of_a_mistake(spoil, place):
    definition = copy.deepcopy(TINY)
    spoil(definition)

    with translation.override("en"), pytest.raises(DefinitionError) as caught:
        parse_definition(definition)

    assert str(caught.value) == place


def test_compiled_reads_a_published_version_once(db):
    version = PublishedVersionFactory()

    assert compiled(version) is compiled(type(version).objects.get(pk=version.pk))


def test_shipped_questionnaire_has_the_variables_that_results_are_made_of():
    definition = parse_definition(read_shipped())

    assert list(definition.questions) == [
        "activity",
        "activities-other",
        "headcount",
        "ict-staff",
        "headcount-cantabria",
        "headcount-women",
        "market",
        "sales",
        "research",
        "joiners",
        "leavers",
        "leavers-voluntary",
        "turnover-rating",
        "profiles",
        "other-profiles",
        "totals-right",
        "profile-details",
        "recruited",
        "vacancies-now",
        "vacancies",
        "hard-to-fill-reasons",
        "weeks-to-fill",
        "not-recruited-why",
        "skills-needed",
        "urgent-skills",
        "trained",
        "trained-people",
        "training-channels",
        "local-offer-by-kind",
        "training-barriers",
        "dual-fp",
        "hosting",
        "measures-priority",
        "packages",
        "permissions",
        "comments",
    ]
    assert len(definition.questions["profiles"].rows) == 12
    assert len(definition.questions["skills-needed"].rows) == 16
    assert Key("profiles", "dev-ai", "hard-to-fill") in definition.slots
    assert Key("skills-needed", "ux-design", "urgency") in definition.slots
