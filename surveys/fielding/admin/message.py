from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display

from surveys.enums import MessageState
from surveys.fielding.actions import confirm_message_sent, give_message_back, stuck_before
from surveys.fielding.chasing import mark_bounced
from surveys.models import Message

TONES = {
    MessageState.QUEUED: "info",
    MessageState.SENDING: "warning",
    MessageState.SENT: "success",
    MessageState.SKIPPED: "default",
    MessageState.FAILED: "danger",
    MessageState.BOUNCED: "danger",
}


class StuckFilter(admin.SimpleListFilter):
    title = gettext_lazy("needs a decision")
    parameter_name = "stuck"

    def lookups(self, request, model_admin):
        return [("1", _("Stuck: it may have gone or not"))]

    def queryset(self, request, queryset):
        if self.value() != "1":
            return queryset
        return queryset.filter(state=MessageState.SENDING, attempted_at__lt=stuck_before())


@admin.register(Message)
class MessageAdmin(ModelAdmin):
    """The log of what was written to whom; a failed or stuck message waits here for a person's word."""

    empty_help = gettext_lazy("Invitations, reminders and receipts appear here as they are written and sent.")
    list_display = ["unit", "email", "wave", "badge", "queued_at", "sent_at", "error"]
    list_filter = [StuckFilter, "state", "wave", "unit__campaign"]
    list_select_related = ["unit"]
    search_fields = ["email", "unit__name_at_launch"]
    actions = ["send_again", "mark_sent", "mark_came_back"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """The log is read only; the two list actions check the permission themselves."""
        return False

    def has_settle_permission(self, request) -> bool:
        return request.user.has_perm("surveys.change_message")

    @display(description=gettext_lazy("state"), ordering="state", label=TONES)
    def badge(self, message: Message):
        return message.state, message.get_state_display()

    @admin.action(description=gettext_lazy("Send again (failed or stuck)"), permissions=["settle"])
    def send_again(self, request, queryset) -> None:
        number = sum(give_message_back(message, by=request.user) for message in queryset)
        messages.success(request, _("%(number)s messages are queued again.") % {"number": number})

    @admin.action(description=gettext_lazy("It arrived: mark as sent (stuck)"), permissions=["settle"])
    def mark_sent(self, request, queryset) -> None:
        number = sum(confirm_message_sent(message, by=request.user) for message in queryset)
        messages.success(request, _("%(number)s messages are marked as sent.") % {"number": number})

    @admin.action(description=gettext_lazy("It came back: no such address (sent)"), permissions=["settle"])
    def mark_came_back(self, request, queryset) -> None:
        reason = _("Noted by %(name)s.") % {"name": request.user}
        number = sum(mark_bounced(message, reason=reason) for message in queryset)
        messages.success(request, _("%(number)s messages are noted as come back.") % {"number": number})
