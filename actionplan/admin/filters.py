from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplan.enums import MilestoneStatus


class OverdueFilter(admin.SimpleListFilter):
    """Actions whose due date has passed and that are not finished."""

    title = _("overdue")
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return [("yes", _("Overdue today"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        return queryset.overdue(timezone.localdate())


class LateMilestoneFilter(admin.SimpleListFilter):
    """Milestones whose due date has passed and that are still pending."""

    title = _("overdue")
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return [("yes", _("Overdue today"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        return queryset.filter(due_date__lt=timezone.localdate(), status=MilestoneStatus.PENDING)
