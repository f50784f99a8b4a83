from django.utils import timezone

from members.models import Organisation, OrganisationQuerySet
from tera.sitemaps import SiteSitemap


class OrganisationSitemap(SiteSitemap):
    def items(self) -> OrganisationQuerySet:
        return Organisation.objects.in_directory(timezone.localdate()).only("slug").order_by("pk")
