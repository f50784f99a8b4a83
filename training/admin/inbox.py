"""What visitors tell the team: what they looked for in vain, and what they found wrong."""

from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from members.panel.bulk_pages import ask
from training.actions import settle_problems
from training.models import ProblemReport, SearchMiss


@admin.register(SearchMiss)
class SearchMissAdmin(ModelAdmin):
    """Read only: what to look for a course of, or to give a synonym."""

    empty_help = _(
        "Searches that several people made and that found no offer appear here, without saying who made them."
    )
    list_display = ["show_words", "language", "month", "times"]
    list_display_links = None
    list_filter = ["language"]
    search_fields = ["words"]
    date_hierarchy = "month"

    @display(description=_("words"), ordering="words")
    def show_words(self, miss):
        """Lead to what the catalogue answers by now."""
        with override(miss.language):
            address = f"{reverse('training:offer-list')}?{urlencode({'q': miss.words})}"
        return format_html('<a class="underline" href="{}">{}</a>', address, miss.words)

    def get_queryset(self, request):
        return super().get_queryset(request).repeated()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class OpenFilter(admin.SimpleListFilter):
    title = _("settled")
    parameter_name = "settled"

    def lookups(self, request, model_admin):
        return [("no", _("not yet")), ("yes", _("settled"))]

    def queryset(self, request, queryset):
        return queryset.filter(settled_at__isnull=self.value() == "no") if self.value() else queryset


@admin.register(ProblemReport)
class ProblemReportAdmin(ModelAdmin):
    """Read and settled, never changed."""

    change_form_outer_before_template = "admin/training/problemreport/settle.html"

    empty_help = _("When a reader says on an offer's page that something is wrong, it appears here.")
    list_display = ["offer", "kind", "text", "at", "state"]
    list_filter = [OpenFilter, "kind"]
    list_select_related = ["offer"]
    search_fields = ["offer__name_es__unaccent__icontains", "text__unaccent__icontains"]
    actions = ["settle"]
    readonly_fields = ["offer", "kind", "text", "at", "settled_at", "settled_by"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Nothing of one report is changed; the list settles those that are ticked."""
        return obj is None and super().has_change_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        more = (extra_context or {}) | {"may_settle": self.has_change_permission(request)}
        return super().change_view(request, object_id, form_url, more)

    @display(description=_("state"), label={"open": "warning", "settled": "success"})
    def state(self, report):
        return ("settled", _("settled")) if report.settled_at else ("open", _("open"))

    @action(description=_("Mark as settled"), permissions=["change"])
    def settle(self, request, queryset):
        return ask(
            self,
            request,
            queryset,
            title=_("Mark as settled"),
            lead=_("Somebody has looked at these, and put right what was wrong."),
            fields=["settled_at"],
            perform=lambda keys, data: settle_problems(
                ProblemReport.objects.filter(pk__in=keys), by=request.user, at=timezone.now()
            ),
        )
