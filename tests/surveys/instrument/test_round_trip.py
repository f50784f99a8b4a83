"""Out as a file and in again, a questionnaire is the same to the last byte that its hash is taken of."""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.enums import VariableKind
from surveys.instrument.actions import publish_version
from surveys.instrument.exchange import FileRefused, as_file, import_questionnaire
from surveys.instrument.hashing import hash_json
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import compiled, parse_definition
from surveys.instrument.shipped import load_questionnaire, read_shipped
from surveys.models import QuestionnaireVersion, Variable, VersionVariable
from tests.factories.surveys import VersionFactory

pytestmark = pytest.mark.django_db

written = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="{}"), min_size=1)
texts = st.builds(lambda es, en: {"es": f"a{es}", "en": f"b{en}"}, written, written)
bounds = st.tuples(st.integers(0, 50), st.integers(50, 900)).map(
    lambda ends: {"min": ends[0], "max": ends[1]}
)
FIGURES = ("number", "money", "percentage")


def items(draw, stem: str, **rest):
    return [{"code": f"{stem}{n}", "label": draw(texts)} | rest for n in range(draw(st.integers(2, 4)))]


def columns(draw, is_list: bool):
    """Each kind of column once, the one that names a list's rows first."""
    found = [{"code": "name", "label": draw(texts), "kind": "text", "required": True}] if is_list else []
    found += [
        {"code": kind, "label": draw(texts), "kind": kind} | (draw(bounds) if kind == "number" else {})
        for kind in FIGURES
    ]
    found.append({"code": "pick", "label": draw(texts), "kind": "single", "choices": items(draw, "c")})
    steps = [{"code": str(step), "label": draw(texts)} for step in range(3)]
    found.append({"code": "step", "label": draw(texts), "kind": "scale", "choices": steps})
    ticks = {"code": "ticks", "label": draw(texts), "kind": "multiple", "choices": items(draw, "t")}
    return found if is_list else [*found, ticks]


def question(draw, kind: str) -> dict:
    asked = {"variable": f"v-{kind.replace('_', '-')}", "kind": kind, "label": draw(texts)}
    for name in ("help", "why", "includes", "excludes"):
        if draw(st.booleans()):
            asked[name] = draw(texts)
    if draw(st.booleans()):
        asked["opt_out"] = {"status": "not_known", "label": draw(texts)}
    if draw(st.booleans()):
        asked["required"] = True
    if kind in ("single", "multiple", "likert", "ranking"):
        asked["choices"] = items(draw, "c")
    if kind in ("single", "multiple"):
        asked["choices"][0]["say"] = draw(texts)
    if kind == "multiple":
        asked["choices"][-1]["exclusive"] = True
    if kind == "ranking":
        asked["ranks"] = draw(st.integers(1, 2))
    if kind == "number":
        asked |= draw(bounds) | {"unit": draw(texts)}
    if kind == "date":
        asked |= {"min": "2026-01-01", "max": "2026-12-31"}
    if kind in ("grid", "skills", "list"):
        asked["columns"] = columns(draw, kind == "list")
    if kind in ("grid", "skills"):
        asked["rows"] = [{"code": code, "label": draw(texts), "help": draw(texts)} for code in ("r", "s")]
    if kind == "grid":
        asked["row_total"] = {"label": draw(texts), "cols": ["number", "number-2"]}
        asked["columns"].append({"code": "number-2", "label": draw(texts), "kind": "number"})
    if kind == "skills":
        asked["rows_if"] = {"variable": "v-grid", "cols": ["number"]}
    return asked


@st.composite
def definitions(draw):
    """A sound questionnaire with every kind of question and of column, in any order that its rules allow."""
    kinds = draw(st.permutations([kind for kind in VariableKind.values if kind != "skills"]))
    pages = [
        {"code": f"p-{kind.replace('_', '-')}", "title": draw(texts), "questions": [question(draw, kind)]}
        for kind in (*kinds, "skills")
    ]
    if draw(st.booleans()):
        pages[-1]["show_if"] = {"variable": "v-number", "answered": True}
    pages.append(
        {
            "code": "totals",
            "title": draw(texts),
            "questions": [],
            "recap": [{"label": draw(texts), "value": {"sum": {"variable": "v-grid", "col": "number"}}}],
        }
    )
    cut = draw(st.integers(1, len(pages) - 1))
    rules = [
        {"each_row": "v-grid", "left": {"col": "number"}, "at_most": {"variable": "v-number"}},
        {"deviation": {"variable": "v-number", "ratio": draw(st.integers(2, 9))}},
        {"left": {"sum": {"variable": "v-list", "col": "money"}}, "at_least": 0, "tolerance": 0.5},
    ]
    return {
        "code": "every-kind",
        "title": draw(texts),
        "languages": ["es", "en"],
        "essential": ["s0"],
        "sections": [
            {"code": f"s{place}", "title": draw(texts), "intro": draw(texts), "pages": part}
            for place, part in enumerate((pages[:cut], pages[cut:]))
        ],
        "checks": [
            {
                "code": f"c{place}",
                "section": "s0",
                "severity": draw(st.sampled_from(["hard", "soft"])),
                "message": draw(texts),
                "rule": rule,
            }
            for place, rule in enumerate(rules)
        ],
    }


def goes_round(definition: dict) -> QuestionnaireVersion:
    """Take a definition in, publish it and look at its file; return what was published."""
    draft, problems = import_questionnaire(json.dumps(definition).encode())
    assert problems == []
    published = publish_version(draft, by=None)
    published.refresh_from_db()
    file = as_file(published)
    assert json.loads(file) == definition
    assert published.definition_sha256 == hash_json(json.loads(file)) == hash_json(definition)
    return published


def test_shipped_questionnaire_goes_out_and_comes_in_with_the_same_hash():
    published = goes_round(read_shipped())

    assert published == load_questionnaire()
    assert list(compiled(published).questions) == list(parse_definition(read_shipped()).questions)


def test_same_questionnaire_published_again_changes_nothing():
    published = load_questionnaire()
    twin = VersionFactory(
        questionnaire=published.questionnaire, number=published.number + 1, definition=read_shipped()
    )
    counted = [model.objects.count() for model in (Variable, VersionVariable)]

    assert publish_version(twin, by=None) == published
    assert [model.objects.count() for model in (Variable, VersionVariable)] == counted
    assert QuestionnaireVersion.objects.published().count() == 1
    with pytest.raises(FileRefused, match=str(published.number)):
        import_questionnaire(as_file(published))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(definitions())
def test_questionnaire_with_every_kind_goes_out_and_comes_in_with_the_same_hash(definition):
    assert {q.kind for q in parse_definition(definition).questions.values()} == set(VariableKind.values)
    with transaction.atomic():
        published = goes_round(definition)
        again = VersionFactory(questionnaire=published.questionnaire, number=9, definition=definition)

        assert publish_version(again, by=None) == published
        assert VersionVariable.objects.filter(version=published).count() == len(VariableKind.values)
        transaction.set_rollback(True)


@settings(max_examples=40, deadline=None)
@given(definitions())
def test_questionnaire_with_every_kind_is_sound(definition):
    assert problems_in(parse_definition(json.loads(json.dumps(definition)))) == []
