from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.linkcheck.places import with_broken_links
from training.upkeep.freshness import CONFIRM_EVERY


class LinksFilter(admin.SimpleListFilter):
    title = _("links")
    parameter_name = "links"

    def lookups(self, request, model_admin):
        return [("broken", _("one has not answered for days"))]

    def queryset(self, request, queryset):
        return with_broken_links(queryset) if self.value() == "broken" else queryset


class ConfirmedFilter(admin.SimpleListFilter):
    title = _("confirmed by the provider")
    parameter_name = "confirmed"

    def lookups(self, request, model_admin):
        return [("recent", _("within half a year")), ("old", _("longer ago")), ("never", _("never"))]

    def queryset(self, request, queryset):
        day = timezone.localdate() - CONFIRM_EVERY
        if self.value() == "old":
            return queryset.filter(confirmed_on__lt=day)
        if self.value() == "never":
            return queryset.filter(confirmed_on=None)
        return queryset.filter(confirmed_on__gte=day) if self.value() == "recent" else queryset
