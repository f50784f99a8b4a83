"""Writing on a draft: each change under its row's lock, and none over somebody else's."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from surveys.enums import VersionStatus
from surveys.instrument.hashing import hash_json
from surveys.instrument.versions import next_number
from surveys.models import Questionnaire, QuestionnaireVersion

from .parts import QUESTION, SECTION, TITLE, find, own, replaced
from .structure import renamed, section_renamed


class DraftFrozen(Exception):
    """The draft was published meanwhile; the text can be shown."""

    def __init__(self):
        super().__init__(_("This version was published meanwhile; start a new draft to change it."))


@dataclass
class PartChanged(Exception):
    """Somebody else changed the same part since it was opened: theirs, who and when."""

    part: dict
    by: str
    at: datetime | None


@transaction.atomic
def change_draft(
    version: QuestionnaireVersion, change: Callable[[dict], object], *, by: User | None
) -> QuestionnaireVersion:
    """Apply a change to the draft as it is now; raises ``DraftFrozen`` or what the change raises."""
    version = lock(version)
    before = hash_json(version.definition)
    change(version.definition)
    if hash_json(version.definition) != before:
        keep(version, by)
    return version


@transaction.atomic
def write_part(
    version: QuestionnaireVersion, kind: str, name: str, new: dict, *, base: str, by: User | None
) -> QuestionnaireVersion:
    """Replace one part, opened when its hash was ``base``.

    Raises ``PartChanged`` where somebody else wrote something different on it meanwhile, ``PartGone``
    or ``DraftFrozen``; then nothing is written.
    """
    version = lock(version)
    place = find(version.definition, kind, name)
    there = own(place.part, kind)
    if there == new:
        return version
    if base != hash_json(there):
        raise PartChanged(copy.deepcopy(there), str(version.edited_by or ""), version.edited_at)
    if kind == TITLE:
        version.definition = replaced(place.part, kind, new)
    else:
        place.holder[place.index] = replaced(place.part, kind, new)
    if kind == QUESTION and new["variable"] != name:
        version.definition = renamed(version.definition, name, new["variable"])
    if kind == SECTION and new["code"] != name:
        section_renamed(version.definition, name, new["code"])
    keep(version, by)
    return version


def lock(version: QuestionnaireVersion) -> QuestionnaireVersion:
    found = QuestionnaireVersion.objects.select_for_update(of=("self",)).select_related(
        "edited_by", "questionnaire"
    )
    version = found.get(pk=version.pk)
    if version.status != VersionStatus.DRAFT:
        raise DraftFrozen
    return version


def keep(version: QuestionnaireVersion, by: User | None) -> None:
    version.revision += 1
    version.edited_by, version.edited_at = by, timezone.now()
    version.save(update_fields=["definition", "revision", "edited_by", "edited_at"])


@transaction.atomic
def start_draft(questionnaire: Questionnaire, definition: dict, *, by: User | None) -> QuestionnaireVersion:
    """Make a new draft of a questionnaire from a definition."""
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    return QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=next_number(questionnaire),
        definition=copy.deepcopy(definition) | {"code": questionnaire.code},
        edited_by=by,
        edited_at=timezone.now(),
    )
