from datetime import datetime

from tera.sitemaps import SiteSitemap
from training.models import Offer, OfferQuerySet


class OfferSitemap(SiteSitemap):
    def items(self) -> OfferQuerySet:
        return Offer.objects.published().only("slug", "modified_at").order_by("pk")

    def lastmod(self, offer: Offer) -> datetime:
        return offer.modified_at
