"""Who follows the catalogue, and what became of each digest; read, taken out, sent again, never written."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from members.panel.bulk_pages import ask
from training.actions import send_again
from training.models import Digest, Follower, SavedSearch


class SavedSearchInline(TabularInline):
    model = SavedSearch
    extra = 0
    fields = ["query", "language", "frequency", "created_at", "confirmed_at", "looked_at"]
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


class Unwritten(ModelAdmin):
    def has_add_permission(self, request):
        return False


@admin.register(Follower)
class FollowerAdmin(Unwritten):
    """To answer whoever asks to be taken out."""

    empty_help = _("People who ask for news of a search or an offer, and confirm their address, appear here.")
    list_display = ["email", "created_at", "failures"]
    search_fields = ["email"]
    inlines = [SavedSearchInline]
    readonly_fields = ["email", "created_at", "failures"]


@admin.register(Digest)
class DigestAdmin(Unwritten):
    """What waits, went and failed; one in doubt goes again only when somebody says so."""

    empty_help = _("The mails with news for followers appear here as they are written and sent.")
    list_display = ["follower", "state", "queued_at", "sent_at", "error"]
    list_filter = ["state"]
    list_select_related = ["follower"]
    search_fields = ["follower__email"]
    date_hierarchy = "queued_at"
    actions = ["again"]
    readonly_fields = [
        "follower",
        "state",
        "queued_at",
        "attempted_at",
        "attempts",
        "retry_at",
        "sent_at",
        "error",
    ]

    @action(description=_("Send again"), permissions=["change"])
    def again(self, request, queryset):
        return ask(
            self,
            request,
            queryset,
            title=_("Send again"),
            lead=_("Those refused or in doubt are queued again; one that did arrive arrives twice."),
            fields=["state"],
            perform=lambda keys, data: send_again(Digest.objects.filter(pk__in=keys)),
        )
