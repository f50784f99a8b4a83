"""Filters of the register's lists."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, RadioFilter

from members.enums import SizeBand
from members.models import Organisation


class MemberNowFilter(RadioFilter):
    title = _("membership today")
    parameter_name = "member"

    def lookups(self, request, model_admin):
        return [("yes", _("Member")), ("no", _("Not a member"))]

    def queryset(self, request, queryset):
        members = Organisation.objects.members_on(timezone.localdate()).values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=members)
        if self.value() == "no":
            return queryset.exclude(pk__in=members)
        return queryset


class ConfirmedFilter(RadioFilter):
    title = _("data confirmed this year")
    parameter_name = "confirmed"

    def lookups(self, request, model_admin):
        return [("yes", _("Confirmed")), ("no", _("Member, not confirmed yet"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "yes":
            return queryset.filter(confirmations__year=today.year)
        if self.value() == "no":
            return queryset.filter(pk__in=Organisation.objects.unconfirmed(today).order_by().values("pk"))
        return queryset


class SizeBandFilter(DropdownFilter):
    title = _("people")
    parameter_name = "size"

    def lookups(self, request, model_admin):
        return SizeBand.choices

    def queryset(self, request, queryset):
        if self.value() in SizeBand.values:
            return queryset.in_size_band(SizeBand(self.value()))
        return queryset


class MunicipalityFilter(DropdownFilter):
    title = _("municipality")
    parameter_name = "municipality"

    def lookups(self, request, model_admin):
        names = Organisation.objects.exclude(municipality="").order_by("municipality")
        return [(name, name) for name in names.values_list("municipality", flat=True).distinct()]

    def queryset(self, request, queryset):
        return queryset.filter(municipality=self.value()) if self.value() else queryset


class PeriodNowFilter(RadioFilter):
    """Memberships by whether they last today."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("current", _("Lasts today")), ("ended", _("Ended"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "current":
            return queryset.filter(period__contains=today)
        if self.value() == "ended":
            return queryset.filter(period__fully_lt=(today, None))
        return queryset
