"""What changes the state of offers."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from training.enums import DigestState, OfferStatus
from training.models import Digest, Offer, ProblemReport


class OfferError(Exception):
    """An offer cannot change so; the text says why and can be shown."""


@transaction.atomic
def publish_offers(offers: QuerySet[Offer]) -> int:
    """Publish those of ``offers`` that are not yet public; return how many changed.

    All or nothing: an offer without any source is named and none is published.
    """
    waiting = list(offers.exclude(status=OfferStatus.PUBLISHED).select_for_update(of=("self",)))
    unfounded = [offer.name for offer in waiting if not (offer.source_url or offer.source_note)]
    if unfounded:
        message = _("Say first where these offers come from: %(names)s")
        raise OfferError(message % {"names": ", ".join(unfounded)})
    return set_status(waiting, OfferStatus.PUBLISHED)


@transaction.atomic
def unpublish_offers(offers: QuerySet[Offer]) -> int:
    """Take the published among ``offers`` back to draft; return how many changed."""
    public = list(offers.filter(status=OfferStatus.PUBLISHED).select_for_update(of=("self",)))
    return set_status(public, OfferStatus.DRAFT)


def set_status(offers: list[Offer], status: OfferStatus) -> int:
    rows = Offer.objects.filter(pk__in=[offer.pk for offer in offers])
    return rows.update(status=status, modified_at=timezone.now())


def mark_checked(offers: QuerySet[Offer], *, day: date) -> int:
    """Note that somebody read the sources of ``offers`` again on ``day``."""
    return offers.update(source_checked_on=day, modified_at=timezone.now())


def settle_problems(reports: QuerySet[ProblemReport], *, by: User, at: datetime) -> int:
    """Note that somebody dealt with those of ``reports`` that are open; return how many."""
    return reports.filter(settled_at=None).update(settled_at=at, settled_by=by)


def send_again(digests: QuerySet[Digest]) -> int:
    """Queue those of ``digests`` again that failed or are in doubt; return how many."""
    stuck = digests.filter(state__in=[DigestState.FAILED, DigestState.SENDING])
    return stuck.update(state=DigestState.QUEUED, attempts=0, retry_at=None, error="")
