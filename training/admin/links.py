"""The links of the catalogue that do not answer, and a way to ask them again."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from training.harvesting.items import reason_of
from training.linkcheck.places import offers_with
from training.linkcheck.tasks import check_these
from training.models import LinkCheck

from .harvest import ReadOnly

MOST_AT_ONCE = 100


class AnswerFilter(admin.SimpleListFilter):
    title = _("last reply")
    parameter_name = "answer"

    def lookups(self, request, model_admin):
        return [
            ("broken", _("not for days")),
            ("doubtful", _("not the last time")),
            ("good", _("it answers")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "broken":
            return queryset.broken()
        if self.value() == "doubtful":
            return queryset.exclude(trouble="")
        return queryset.filter(trouble="").exclude(checked_at=None) if self.value() == "good" else queryset


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnly, ModelAdmin):
    """Links come and go with the offers; here they are only looked at and asked again."""

    empty_help = _(
        "The links of published offers appear here, with what they answered at the last daily check."
    )
    list_display = ["show_address", "show_answer", "failures", "answered_at", "checked_at", "show_offers"]
    list_filter = [AnswerFilter]
    search_fields = ["url"]
    actions = ["check_again"]
    fields = readonly_fields = ["url", "failures", "failed_on", "answered_at", "checked_at"]
    list_per_page = 50

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        if change_list := getattr(response, "context_data", {}).get("cl"):
            offers = offers_with(link.url for link in change_list.result_list)
            for link in change_list.result_list:
                link.offers = offers.get(link.url, {})
        return response

    @display(description=_("address"), ordering="url")
    def show_address(self, link):
        return format_html(
            '<a class="underline" href="{}" rel="external noreferrer">{}</a>', link.url, link.url[:80]
        )

    @display(
        description=_("last reply"),
        label={"broken": "danger", "once": "warning", "good": "success", "none": "info"},
    )
    def show_answer(self, link):
        if link.checked_at is None:
            return "none", _("not asked yet")
        if not link.trouble:
            return "good", _("it answers")
        reason = reason_of(link.trouble) + (f" ({link.detail})" if link.detail else "")
        return ("broken" if link.is_broken else "once"), reason

    @display(description=_("offers"))
    def show_offers(self, link):
        rows = [
            (reverse("admin:training_offer_change", args=[key]), name)
            for key, name in list(link.offers.items())[:3]
        ]
        return format_html(
            "<span>{}</span>", format_html_join(", ", '<a class="underline" href="{}">{}</a>', rows)
        )

    def has_check_permission(self, request) -> bool:
        return request.user.has_perm("training.change_linkcheck")

    @action(description=_("Check again"), permissions=["check"])
    def check_again(self, request, queryset):
        urls = list(queryset.values_list("url", flat=True)[:MOST_AT_ONCE])
        check_these.enqueue(urls)
        text = ngettext(
            "%(count)s link is being checked; reload the page in a moment.",
            "%(count)s links are being checked; reload the page in a moment.",
            len(urls),
        )
        messages.info(request, text % {"count": len(urls)})
