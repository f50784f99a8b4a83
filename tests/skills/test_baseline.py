import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from skills.baseline import load_vocabulary, read_rows
from skills.enums import Domain, SkillRelation, StudyGroup
from skills.models import Occupation, Profile, ProfileSkill, Skill

ESCO = Path(settings.BASE_DIR).parent / "shared" / "data"
needs_esco = pytest.mark.skipif(not ESCO.is_dir(), reason="the ESCO files are not on this machine")

AGREED_SKILLS = [
    "machine-learning",
    "generative-ai",
    "python",
    "java",
    "javascript",
    "secure-development",
    "incident-response",
    "security-audit",
    "cloud-platforms",
    "devops-automation",
    "data-analysis",
    "databases",
    "business-analysis",
    "agile-project-management",
    "software-testing",
    "ux-design",
    "networks",
    "office-suite",
    "wordpress",
    "iot",
    "videogame-design",
    "digital-basics",
    "programming-basics",
    "deep-learning",
    "natural-language-processing",
    "data-engineering",
    "data-visualisation",
    "requirements-analysis",
    "project-management",
    "linux-administration",
    "threat-analysis",
    "information-security-management",
]
AGREED_PROFILES = [
    "dev-ai",
    "dev-sec",
    "dev-app",
    "dev-web",
    "dev-mobile",
    "dev-embedded",
    "dev-cloud",
    "devops",
    "ai-eng",
    "data-sci",
    "data-eng",
    "data-an",
    "dba",
    "an-sys",
    "an-bus",
    "arch",
    "consult",
    "ux",
    "qa",
    "sec-eng",
    "sec-mgr",
    "sec-off",
    "sysadmin",
    "network",
    "support",
    "pm",
    "po-scrum",
    "manager",
    "sales",
    "trainer",
]


def esco_rows(path: str) -> list[dict[str, str]]:
    with (ESCO / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def counts() -> list[int]:
    return [model.objects.count() for model in (Skill, Occupation, Profile, ProfileSkill)]


@pytest.mark.django_db
def test_load_vocabulary_twice_changes_nothing():
    load_vocabulary()
    first = counts()

    load_vocabulary()

    names = ("skills", "occupations", "profiles", "profile_skills")
    assert counts() == first == [len(read_rows(name)) for name in names]


@pytest.mark.django_db
def test_load_vocabulary_holds_the_agreed_codes():
    load_vocabulary()

    assert set(AGREED_SKILLS) - set(Skill.objects.values_list("code", flat=True)) == set()
    assert set(AGREED_PROFILES) == set(Profile.objects.values_list("code", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["es", "en"])
def test_load_vocabulary_labels_both_languages_whoever_runs_it(language):
    with translation.override(language):
        load_vocabulary()

    profile = Profile.objects.get(code="dev-ai")
    assert (profile.label_es, profile.label_en) == ("Programador/a con IA", "Programmer with AI")
    assert Profile.objects.rewrite(False).filter(label="Programador/a con IA").exists()


@pytest.mark.django_db
def test_load_vocabulary_repairs_a_changed_label_and_keeps_rows_added_by_hand():
    load_vocabulary()
    Skill.objects.filter(code="python").update(label_es="Serpiente")
    Skill.objects.create(code="cobol", label="COBOL", domain=Domain.DEVELOPMENT)

    load_vocabulary()

    assert Skill.objects.get(code="python").label_es == "Python"
    assert Skill.objects.filter(code="cobol").exists()


@pytest.mark.django_db
def test_load_vocabulary_costs_the_same_queries_the_second_time(django_assert_num_queries):
    # savepoint and release, one upsert a table, and three look-ups of keys
    with django_assert_num_queries(10):
        load_vocabulary()
    with django_assert_num_queries(10):
        load_vocabulary()


@pytest.mark.django_db
def test_load_vocabulary_composes_the_profiles_the_study_names():
    load_vocabulary()

    composed = Profile.objects.filter(code__in=["dev-ai", "dev-sec"])
    assert {profile.occupation.esco_code for profile in composed} == {"2512.4"}
    essential = {
        profile.code: set(
            profile.skills.filter(profile_skills__relation="essential").values_list("domain", flat=True)
        )
        for profile in composed
    }
    assert Domain.AI in essential["dev-ai"]
    assert Domain.CYBERSECURITY in essential["dev-sec"]


def test_shipped_rows_use_known_choices():
    assert {row["domain"] for row in read_rows("skills")} <= set(Domain.values)
    assert {row["study_group"] for row in read_rows("profiles")} <= set(StudyGroup.values)
    assert {row["relation"] for row in read_rows("profile_skills")} == set(SkillRelation.values)


def test_shipped_rows_are_labelled_in_both_languages():
    rows = read_rows("skills") + read_rows("profiles") + read_rows("occupations")
    assert [row for row in rows if not (row["label_es"] and row["label_en"])] == []
    profiles = read_rows("profiles")
    assert [row for row in profiles if not (row["description_es"] and row["description_en"])] == []


def test_each_shipped_profile_has_four_to_eight_skills():
    sizes = dict.fromkeys((row["code"] for row in read_rows("profiles")), 0)
    for row in read_rows("profile_skills"):
        sizes[row["profile"]] += 1
    assert {code: size for code, size in sizes.items() if not 4 <= size <= 8} == {}


@needs_esco
def test_shipped_skill_uris_exist_in_esco():
    known = {row["concept_uri"] for row in esco_rows("vocabulary/esco_skills.csv")}
    known |= {row["conceptUri"] for row in esco_rows("esco/1.2.0-en/digitalSkillsCollection_en.csv")}
    known |= {row["skill_uri"] for row in esco_rows("vocabulary/esco_occupation_skills.csv")}
    assert {row["esco_uri"] for row in read_rows("skills")} - known - {""} == set()


@needs_esco
def test_shipped_occupations_agree_with_esco():
    known = {
        row["concept_uri"]: (row["esco_code"], row["isco08"])
        for row in esco_rows("vocabulary/esco_occupations.csv")
    }
    ours = {row["esco_uri"]: (row["esco_code"], row["isco_group"]) for row in read_rows("occupations")}
    assert {uri: known.get(uri) for uri in ours} == ours


@needs_esco
def test_shipped_profiles_keep_only_cno_codes_seen_in_a_source():
    seen = {
        row["code"].replace("_", "-"): row["cno11"] if row["cno11_evidence"].startswith("seen") else ""
        for row in esco_rows("vocabulary/profiles_proposal.csv")
    }
    ours = {row["code"]: row["cno_code"] for row in read_rows("profiles")}
    assert {code: ours[code] for code in seen} == seen


@needs_esco
def test_shipped_relations_agree_with_esco_where_it_has_one():
    """The two composed profiles differ on purpose: they are an occupation plus the skills that make it."""
    esco = {
        (row["occupation_uri"], row["skill_uri"]): row["relation_type"]
        for row in esco_rows("vocabulary/esco_occupation_skills.csv")
        if row["skill_uri"]
    }
    skills = {row["code"]: row["esco_uri"] for row in read_rows("skills")}
    occupations = {row["code"]: row["esco_uri"] for row in read_rows("profiles")}
    differing = [
        row
        for row in read_rows("profile_skills")
        if row["profile"] not in ("dev-ai", "dev-sec")
        and esco.get((occupations[row["profile"]], skills[row["skill"]]), row["relation"]) != row["relation"]
    ]
    assert differing == []
