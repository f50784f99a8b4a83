"""Moving an edition's open responses to another version, all of them or none."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from surveys.answering.draft import NOTHING_LOGGED, Draft
from surveys.answering.storing import Log
from surveys.enums import AnswerStatus, CampaignState, MoveKind, VersionStatus
from surveys.instrument.actions import publish_version
from surveys.instrument.parser import compiled
from surveys.instrument.wording import differ_in_words_only
from surveys.models import Answer, Campaign, QuestionnaireVersion, Response, ResponseMove, VersionMove

from .plan import Plan, count, open_responses, refitted
from .refit import Refit, as_kept


class MoveRefused(Exception):
    """The responses cannot go on to that version; the text can be shown."""


@transaction.atomic
def publish_and_move(
    version: QuestionnaireVersion, *, by: User | None, at: datetime | None = None
) -> tuple[QuestionnaireVersion, list[VersionMove]]:
    """Publish a version, and take along the editions in the field where only words differ.

    Raises ``DefinitionRefused``, and then nothing is published or moved.
    """
    published = publish_version(version, by=by)
    moves = [
        move_edition(campaign, published, by=by, at=at)
        for campaign in editions_in_field(published)
        if campaign.version.number < published.number
        and differ_in_words_only(campaign.version.definition, published.definition)
    ]
    return published, moves


def editions_in_field(version: QuestionnaireVersion) -> list[Campaign]:
    """Return the open editions of the version's questionnaire that ask another version."""
    editions = Campaign.objects.open().filter(questionnaire=version.questionnaire_id)
    return list(editions.exclude(version=version.pk).select_related("version").order_by("-reference_date"))


@transaction.atomic
def move_edition(
    campaign: Campaign, version: QuestionnaireVersion, *, by: User | None, at: datetime | None = None
) -> VersionMove:
    """Let an edition ask a newer version from now on, and take its open responses along.

    What was sent keeps the version it answered. Holds the edition, then every open response, so
    that a save, a submission or a start comes wholly before or wholly after. Raises ``MoveRefused``.
    """
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("version").get(pk=campaign.pk)
    refuse_unless_movable(campaign, version)
    locked = open_responses(campaign, version).select_for_update(of=("self",))
    responses = list(locked.select_related("unit__campaign", "version"))
    if not responses and campaign.version_id == version.pk:
        raise MoveRefused(_("The edition asks this version already, and every open response answers it."))
    versions = {campaign.version, *(response.version for response in responses)}
    in_words = all(differ_in_words_only(old.definition, version.definition) for old in versions)
    move = VersionMove(
        campaign=campaign,
        version_before=campaign.version,
        version=version,
        kind=MoveKind.WORDING if in_words else MoveKind.STRUCTURE,
        by=by,
        at=at or timezone.now(),
    )
    plan = (change_words if in_words else change_structure)(move, responses)
    VersionMove.objects.filter(pk=move.pk).update(counts=plan.as_json())
    move.counts = plan.as_json()
    campaign.version = version
    campaign.save(update_fields=["version"])
    return move


def refuse_unless_movable(campaign: Campaign, version: QuestionnaireVersion) -> None:
    if campaign.state != CampaignState.OPEN:
        raise MoveRefused(_("Only an edition in the field is moved to another version."))
    if version.status != VersionStatus.PUBLISHED:
        raise MoveRefused(_("Publish this version of the questionnaire first."))
    if version.questionnaire_id != campaign.questionnaire_id:
        raise MoveRefused(_("This version is of another questionnaire."))
    if version.number < campaign.version.number:
        raise MoveRefused(_("The edition asks a newer version already; a correction is a new version."))


def change_words(move: VersionMove, responses: list[Response]) -> Plan:
    """Every answer stands as it is, on the same path: only the version changes."""
    move.save()
    log(move, responses)
    Response.objects.filter(pk__in=[response.pk for response in responses]).update(version=move.version)
    plan = count(compiled(move.version_before), compiled(move.version), [])
    plan.companies = len(responses)
    return plan


def change_structure(move: VersionMove, responses: list[Response]) -> Plan:
    last, new = compiled(move.version_before), compiled(move.version)
    move.save()
    found, set_aside = [], {}
    for draft, done in refitted(responses, new):
        apply(draft, done, move)
        found.append(done)
        set_aside[draft.response.pk] = [as_kept(key, cell) for key, cell in done.unfit.items()]
    log(move, responses, set_aside)
    for response in responses:
        response.version = move.version
    Response.objects.bulk_update(responses, ["version", "revision"])
    return count(last, new, found)


def apply(draft: Draft, done: Refit, move: VersionMove) -> None:
    """Write what a move does to one response's rows: empty what has no place, mark the new path."""
    actor, emptied = str(move.by or ""), NOTHING_LOGGED
    if done.unfit:
        before = draft.cells
        for key in done.unfit:
            empty(draft.rows[key], draft.response.revision + 1, actor)
            draft.touch(key)
        emptied = Log(uuid4(), actor, tuple(done.unfit), before)
        draft.response.revision += 1
    draft.progress = dict.fromkeys(section.code for section in draft.definition.sections)
    draft.mark_path()
    draft.write(emptied)


def empty(row: Answer, revision: int, actor: str) -> None:
    for name in Answer.VALUE_FIELDS:
        setattr(row, name, None)
    row.status, row.revision, row.updated_by = AnswerStatus.BLANK, revision, actor


def log(move: VersionMove, responses: list[Response], set_aside: dict | None = None) -> None:
    ResponseMove.objects.bulk_create(
        ResponseMove(
            move=move,
            response=response,
            version_before=response.version,
            set_aside=(set_aside or {}).get(response.pk, []),
        )
        for response in responses
    )
