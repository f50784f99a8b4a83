from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display

from members.models import Post
from surveys.enums import CampaignState, Channel, ResponseState, Wave
from surveys.models import Message, Unit

WAVES = dict(Wave.choices)
STATES = {
    ResponseState.SUBMITTED: "success",
    ResponseState.IN_PROGRESS: "info",
    ResponseState.PARTIAL: "warning",
    "out": "danger",
    "none": "default",
}


class AnsweredFilter(admin.SimpleListFilter):
    title = gettext_lazy("answers")
    parameter_name = "answers"

    def lookups(self, request, model_admin):
        return [("none", _("not started")), *ResponseState.choices, ("refused", _("does not want to answer"))]

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.filter(response=None, refused_on=None, in_scope=True)
        if self.value() == "refused":
            return queryset.filter(refused_on__isnull=False)
        return queryset.filter(response__state=self.value()) if self.value() else queryset


@admin.register(Unit)
class UnitAdmin(ModelAdmin):
    """Who is asked in each edition, and where each stands; the list itself was fixed at launch."""

    list_display = ["name_at_launch", "edition", "size_band", "badge", "contact", "last_message", "sent_on"]
    list_filter = ["campaign", AnsweredFilter, "in_scope", "size_band"]
    list_select_related = ["campaign", "response"]
    search_fields = ["name_at_launch"]
    actions = None
    fields = ["campaign", "organisation", "name_at_launch", "size_band", "in_scope", "out_reason"]

    def get_queryset(self, request):
        contacts = (
            Post.objects.survey_contacts()
            .current(timezone.localdate())
            .filter(organisation=OuterRef("organisation"), person__work_email__gt="")
            .order_by("person__work_email")
        )
        written = Message.objects.filter(unit=OuterRef("pk"), sent_at__isnull=False).order_by("-sent_at")
        return (
            super()
            .get_queryset(request)
            .annotate(
                contact_email=Subquery(contacts.values("person__work_email")[:1]),
                last_wave=Subquery(written.values("wave")[:1]),
                last_sent=Subquery(written.values("sent_at")[:1]),
            )
        )

    def get_readonly_fields(self, request, obj=None):
        return ["campaign", "organisation", "name_at_launch", "size_band"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """A closed edition's results rest on which units were in scope."""
        closed = obj is not None and obj.campaign.state == CampaignState.CLOSED
        return super().has_change_permission(request, obj) and not closed

    @display(description=gettext_lazy("answers"), label=STATES)
    def badge(self, unit: Unit):
        if not unit.in_scope:
            return "out", _("out of scope")
        response = getattr(unit, "response", None)
        return (response.state, response.get_state_display()) if response else ("none", _("not started"))

    @display(description=gettext_lazy("edition"), ordering="campaign")
    def edition(self, unit: Unit) -> str:
        return unit.campaign.edition

    @display(description=gettext_lazy("contact"), empty_value=gettext_lazy("nobody"))
    def contact(self, unit: Unit):
        return unit.contact_email

    @display(description=gettext_lazy("last message"), empty_value="–")
    def last_message(self, unit: Unit):
        if not unit.last_sent:
            return None
        day = timezone.localtime(unit.last_sent).strftime("%d/%m/%Y")
        return f"{WAVES[unit.last_wave]} · {day}"

    @display(description=gettext_lazy("sent on"), empty_value="–", ordering="response__submitted_at")
    def sent_on(self, unit: Unit):
        response = getattr(unit, "response", None)
        if response is None or response.submitted_at is None:
            return None
        by_hand = "" if response.channel == Channel.WEB else f" · {response.get_channel_display()}"
        return timezone.localtime(response.submitted_at).strftime("%d/%m/%Y %H:%M") + by_hand
