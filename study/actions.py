"""Publishing a study: a new revision, whole or not at all."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.models import User
from study.enums import StudyState
from study.languages import LANGUAGES
from study.models import Rendering, Snapshot, Study
from study.rendering import File, render_files
from study.snapshot import canonical, sha256_of, take_snapshot
from surveys.enums import CampaignState
from surveys.results.actions import publish_demand

# After this long a publication that never ended counts as lost and may be started again.
LOST_AFTER = timedelta(minutes=15)


class PublicationRefused(Exception):
    """The study cannot be published now; the text says why and can be shown."""


def refuse_unready(study: Study) -> None:
    """Refuse unless the edition is closed, its results are frozen and it has both titles."""
    if study.campaign.state != CampaignState.CLOSED:
        raise PublicationRefused(_("The edition is not closed: nothing is published while companies answer."))
    if not study.campaign.result_tables.exists():
        raise PublicationRefused(_("The results of this edition are not frozen yet."))
    missing = [language for language in LANGUAGES if not getattr(study, f"title_{language}")]
    if missing:
        names = ", ".join(str(translation.get_language_info(code)["name_translated"]) for code in missing)
        raise PublicationRefused(_("The study has no title in: %(languages)s.") % {"languages": names})


def begin_publication(study: Study) -> None:
    """Mark the study as being published, so that a second press changes nothing."""
    refuse_unready(study)
    now = timezone.now()
    is_free = ~Q(state=StudyState.PUBLISHING) | Q(started_at__lt=now - LOST_AFTER)
    taken = Study.objects.filter(is_free, pk=study.pk).update(
        state=StudyState.PUBLISHING, started_at=now, steps_done=0, steps_total=0, failure=""
    )
    if not taken:
        raise PublicationRefused(_("This study is being published already."))


def report_failure(study: Study, *, message: str) -> None:
    Study.objects.filter(pk=study.pk).update(state=StudyState.FAILED, failure=message[:300])


def publish_study(
    study: Study, *, by: User | None, on_step: Callable[[int, int], None] = lambda done, total: None
) -> Snapshot:
    """Publish the study as a new revision and let the catalogue know the demand.

    The files are made first, in memory, while the count of steps is visible to others and
    told to ``on_step``; then one transaction writes snapshot, files and demand, so it is all
    or nothing.
    """
    refuse_unready(study)
    taken_at = timezone.now()
    payload = take_snapshot(study)
    revision = next_revision(study)

    def tell(done: int, total: int) -> None:
        Study.objects.filter(pk=study.pk).update(steps_done=done, steps_total=total)
        on_step(done, total)

    files = render_files(payload, revision=revision, taken_at=taken_at, on_step=tell)
    with transaction.atomic():
        locked = Study.objects.select_for_update().get(pk=study.pk)
        if next_revision(locked) != revision:
            raise PublicationRefused(_("Somebody else has just published this study."))
        snapshot = Snapshot.objects.create(
            study=locked,
            revision=revision,
            payload=payload,
            payload_sha256=sha256_of(canonical(payload)),
            taken_at=taken_at,
            taken_by=by,
        )
        Rendering.objects.bulk_create(stored(snapshot, file) for file in files)
        locked.state, locked.failure = StudyState.PUBLISHED, ""
        locked.save(update_fields=["state", "failure"])
        with translation.override(settings.LANGUAGE_CODE):
            publish_demand(locked.campaign, study_path=locked.get_absolute_url())
    return snapshot


def next_revision(study: Study) -> int:
    return (study.snapshots.aggregate(newest=Max("revision"))["newest"] or 0) + 1


def stored(snapshot: Snapshot, file: File) -> Rendering:
    return Rendering(
        snapshot=snapshot,
        name=file.name,
        language=file.language,
        content_type=file.content_type,
        content=file.content,
        sha256=sha256_of(file.content),
    )
