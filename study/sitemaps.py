from datetime import datetime

from study.models import Snapshot
from tera.sitemaps import SiteSitemap


class StudySitemap(SiteSitemap):
    def items(self):
        current = Snapshot.objects.current().headlines()
        return current.select_related("study__campaign").order_by("pk")

    def location(self, snapshot: Snapshot) -> str:
        return snapshot.study.get_absolute_url()

    def lastmod(self, snapshot: Snapshot) -> datetime:
        return snapshot.taken_at
