from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from skills.models import Profile
from tera.sitemaps import SiteSitemap
from training.models import Offer, OfferQuerySet


class ProfileSitemap(SiteSitemap):
    """The ways to each profile."""

    def items(self) -> QuerySet[Profile]:
        return Profile.objects.only("code").order_by("pk")

    def location(self, profile: Profile) -> str:
        return reverse("training:profile-detail", args=[profile.code])


class OfferSitemap(SiteSitemap):
    def items(self) -> OfferQuerySet:
        return Offer.objects.published().only("slug", "modified_at").order_by("pk")

    def lastmod(self, offer: Offer) -> datetime:
        return offer.modified_at
