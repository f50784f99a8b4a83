from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from members.models import Post
from surveys.answering.contacts import survey_contacts
from surveys.answering.entrance import may_operate
from surveys.enums import CampaignState, Channel, ResponseState, Wave
from surveys.models import ChasingNote, Message, Unit

from .chasing import AccessCodeStep, ChangeContact, ChasingNoteInline, NewLink, RecordAnswers
from .reopening import ReopenAnswers

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

    empty_help = gettext_lazy("Launch an edition of the survey, and each company that it asks appears here.")
    list_display = [
        "name_at_launch",
        "badge",
        "next_step",
        "last_message",
        "sent_on",
        "contact",
        "size_band",
        "edition",
    ]
    list_filter = ["campaign", AnsweredFilter, "in_scope", "size_band"]
    list_select_related = ["campaign", "response"]
    search_fields = ["name_at_launch"]
    actions = None
    inlines = [ChasingNoteInline]
    change_form_before_template = "admin/surveys/unit/contacts.html"
    actions_detail = [
        "record_answers",
        "new_link",
        {
            "title": gettext_lazy("More"),
            "icon": "more_horiz",
            "items": ["access_code", "change_contact", "reopen_answers"],
        },
    ]
    fieldsets = [
        (
            None,
            {"fields": ["campaign", "organisation", "name_at_launch", "size_band", "stratum", "headcount"]},
        ),
        (
            gettext_lazy("What was agreed with the company"),
            {
                "fields": ["extended_until", "refused_on", "in_scope", "out_reason"],
                "description": gettext_lazy(
                    "A company that does not want to answer gets no more messages and counts as not having "
                    "answered; one that is out of scope counts in no rate."
                ),
            },
        ),
    ]

    def get_queryset(self, request):
        contacts = (
            Post.objects.survey_contacts()
            .current(timezone.localdate())
            .filter(organisation=OuterRef("organisation"), person__work_email__gt="")
            .order_by("person__work_email")
        )
        plans = ChasingNote.objects.filter(unit=OuterRef("pk")).order_by("-at", "-pk")
        written = Message.objects.filter(unit=OuterRef("pk"), sent_at__isnull=False).exclude(wave=Wave.CODE)
        return (
            super()
            .get_queryset(request)
            .annotate(
                contact_email=Subquery(contacts.values("person__work_email")[:1]),
                next_action=Subquery(plans.values("next_action")[:1]),
                next_on=Subquery(plans.values("next_on")[:1]),
                contact_phone=Subquery(contacts.values("person__work_phone")[:1]),
                last_wave=Subquery(written.order_by("-sent_at").values("wave")[:1]),
                last_sent=Subquery(written.order_by("-sent_at").values("sent_at")[:1]),
            )
        )

    def get_urls(self):
        pages = {
            "record": RecordAnswers,
            "link": NewLink,
            "code": AccessCodeStep,
            "contact": ChangeContact,
            "reopen": ReopenAnswers,
        }
        steps = [
            path(
                f"<int:object_id>/{name}/",
                self.admin_site.admin_view(page.as_view(model_admin=self)),
                name=f"surveys_unit_step_{name}",
            )
            for name, page in pages.items()
        ]
        return [*steps, *super().get_urls()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        unit = self.get_object(request, object_id) if object_id else None
        contacts = survey_contacts(unit) if unit else []
        return super().changeform_view(
            request, object_id, form_url, {**(extra_context or {}), "contacts": contacts}
        )

    def save_formset(self, request, form, formset, change) -> None:
        for note in formset.save(commit=False):
            note.author = note.author or request.user
            note.save()
        formset.save_m2m()

    def has_chase_permission(self, request, object_id=None) -> bool:
        unit = self.get_object(request, object_id) if object_id else None
        return request.user.has_perm("surveys.change_unit") and (
            unit is None or unit.campaign.accepts_answers()
        )

    def has_operate_permission(self, request, object_id=None) -> bool:
        return self.has_chase_permission(request, object_id) and may_operate(request.user)

    def has_reopen_permission(self, request, object_id=None) -> bool:
        unit = self.get_object(request, object_id) if object_id else None
        response = getattr(unit, "response", None)
        is_sent = unit is None or response is not None and response.state == ResponseState.SUBMITTED
        return is_sent and self.has_chase_permission(request, object_id)

    # The buttons only lead to a page that asks once more.

    @action(
        description=gettext_lazy("Record answers by phone or paper"),
        url_path="go/record",
        icon="call",
        permissions=["operate"],
    )
    def record_answers(self, request, object_id: int):
        return redirect("admin:surveys_unit_step_record", object_id)

    @action(
        description=gettext_lazy("Send a new link"), url_path="go/link", icon="link", permissions=["chase"]
    )
    def new_link(self, request, object_id: int):
        return redirect("admin:surveys_unit_step_link", object_id)

    @action(description=gettext_lazy("Access code"), url_path="go/code", icon="key", permissions=["chase"])
    def access_code(self, request, object_id: int):
        return redirect("admin:surveys_unit_step_code", object_id)

    @action(
        description=gettext_lazy("Another contact"),
        url_path="go/contact",
        icon="person_add",
        permissions=["chase"],
    )
    def change_contact(self, request, object_id: int):
        return redirect("admin:surveys_unit_step_contact", object_id)

    @action(
        description=gettext_lazy("Open the answers again"),
        url_path="go/reopen",
        icon="lock_open",
        permissions=["reopen"],
    )
    def reopen_answers(self, request, object_id: int):
        return redirect("admin:surveys_unit_step_reopen", object_id)

    def get_readonly_fields(self, request, obj=None):
        return ["campaign", "organisation", "name_at_launch", "size_band", "stratum", "headcount"]

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
        return " · ".join(filter(None, [unit.contact_email, unit.contact_phone])) or None

    @display(description=gettext_lazy("next step"), empty_value="–", ordering="next_on")
    def next_step(self, unit: Unit):
        if not unit.next_action:
            return None
        day = f"{unit.next_on:%d/%m} · " if unit.next_on else ""
        return f"{day}{unit.next_action}"

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
