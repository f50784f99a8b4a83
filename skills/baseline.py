"""The vocabulary the application ships with: occupations, skills and profiles, in its own short wording.

Concepts are named by their ESCO URI where ESCO 1.2 has them. This service uses the
ESCO classification of the European Commission; the labels are the project's own.
"""

import csv
from pathlib import Path

from django.db import models, transaction
from django.utils import translation

from skills.models import Occupation, Profile, ProfileSkill, Skill

DATA = Path(__file__).parent / "data"


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one shipped CSV file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def upsert(model: type[models.Model], rows: list[models.Model], *, key: list[str], fields: list[str]) -> None:
    """Insert the rows, or update ``fields`` of those whose ``key`` exists, in one statement."""
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=fields)


@transaction.atomic
def load_vocabulary() -> None:
    """Bring the shipped vocabulary up to date, by code or URI; rows added by hand stay."""
    # Without it the untranslated column would follow the language of whoever runs this.
    with translation.override("es"):
        load_skills()
        load_occupations()
        load_profiles()
    load_profile_skills()


def load_skills() -> None:
    present = {skill.code: skill for skill in Skill.objects.all()}
    rows = []
    for row in read_rows("skills"):
        shipped = [alias for alias in row.pop("aliases").split("|") if alias]
        known = present.get(row["code"], Skill())
        row |= {"esco_uri": row["esco_uri"] or None, "shipped_aliases": shipped}
        rows.append(Skill(**row, aliases=known.aliases + news(shipped, known)))
    fields = ["esco_uri", "domain", "label", "label_es", "label_en", "aliases", "shipped_aliases"]
    upsert(Skill, rows, key=["code"], fields=fields)


def news(shipped: list[str], known: Skill) -> list[str]:
    """Return the aliases that were never given: what was, and is there no more, somebody took out."""
    return [alias for alias in shipped if alias not in known.shipped_aliases and alias not in known.aliases]


def load_occupations() -> None:
    rows = [Occupation(**row) for row in read_rows("occupations")]
    fields = ["esco_code", "isco_group", "label", "label_es", "label_en"]
    upsert(Occupation, rows, key=["esco_uri"], fields=fields)


def load_profiles() -> None:
    occupations = dict(Occupation.objects.values_list("esco_uri", "pk"))
    rows = [Profile(occupation_id=occupations[row.pop("esco_uri")], **row) for row in read_rows("profiles")]
    fields = ["label", "label_es", "label_en", "description", "description_es", "description_en"]
    fields += ["study_group", "occupation", "cno_code", "cen_role"]
    upsert(Profile, rows, key=["code"], fields=fields)


def load_profile_skills() -> None:
    profiles = dict(Profile.objects.values_list("code", "pk"))
    skills = dict(Skill.objects.values_list("code", "pk"))
    rows = [
        ProfileSkill(
            profile_id=profiles[row["profile"]], skill_id=skills[row["skill"]], relation=row["relation"]
        )
        for row in read_rows("profile_skills")
    ]
    upsert(ProfileSkill, rows, key=["profile", "skill"], fields=["relation"])
