"""Noticing what is new in the catalogue, whoever put it there: by hand, by a provider, by a harvest."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from training.enums import OfferStatus
from training.models import Edition, News, Offer

BATCH = 1_000


def note_news() -> int:
    """Note every public offer and every open enrolment that was not noted before; return how many.

    Two that run at once note each thing once: the table says so.
    """
    noted = News.objects.filter(offer=OuterRef("pk"), edition=None)
    offers = Offer.objects.published().filter(~Exists(noted)).order_by("pk")
    opened = (
        Edition.objects.open_on(timezone.localdate())
        .filter(~Exists(News.objects.filter(edition=OuterRef("pk"))), offer__status=OfferStatus.PUBLISHED)
        .order_by("pk")
    )
    rows = [News(offer_id=key) for key in offers.values_list("pk", flat=True).iterator()]
    rows += [
        News(offer_id=offer, edition_id=edition)
        for edition, offer in opened.values_list("pk", "offer_id").iterator()
    ]
    News.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)
