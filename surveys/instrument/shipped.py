"""The questionnaire that comes with the application."""

import json
from pathlib import Path

from django.db import transaction

from members.models import User
from surveys.models import Questionnaire, QuestionnaireVersion

from .actions import publish_version
from .hashing import hash_json
from .versions import next_number

FOLDER = Path(__file__).parent / "questionnaires"


def read_shipped(name: str = "skills_needs") -> dict:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@transaction.atomic
def load_questionnaire(*, by: User | None = None) -> QuestionnaireVersion:
    """Load and publish the shipped questionnaire; a second run changes nothing."""
    definition = read_shipped()
    titles = {f"title_{language}": title for language, title in definition["title"].items()}
    questionnaire, _created = Questionnaire.objects.update_or_create(code=definition["code"], defaults=titles)
    sha256 = hash_json(definition)
    if version := questionnaire.versions.published().filter(definition_sha256=sha256).first():
        return version
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=next_number(questionnaire), definition=definition
    )
    return publish_version(version, by=by)
