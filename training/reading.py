"""What is read of an offer, in a fixed number of queries, for a card, a page or a table."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from training.enrolment import editions_for_page
from training.models import Offer, OfferProfile, OfferSkill, Outcome


def with_what_sheets_read(offers: QuerySet[Offer], day: date) -> QuerySet[Offer]:
    """Load with ``offers`` all that an ``OfferSheet`` says of them on ``day``."""
    links = [
        Prefetch("offer_skills", OfferSkill.objects.shown().select_related("skill")),
        Prefetch("offer_profiles", OfferProfile.objects.shown().select_related("profile")),
        Prefetch("editions", editions_for_page(day)),
    ]
    return offers.without_search_columns().select_related("provider__organisation").prefetch_related(*links)


def with_outcomes(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Load what became of those who enrolled, where groups are large enough to tell."""
    return offers.prefetch_related(Prefetch("outcomes", Outcome.objects.telling(), to_attr="told_outcomes"))
