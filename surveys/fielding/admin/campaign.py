"""Editions: the list, the form, and the buttons that lead to each step."""

from datetime import date, timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from surveys.enums import CampaignState, ResponseState, Wave
from surveys.fielding.actions import follow_closing_date
from surveys.fielding.calendars import ICS, campaign_calendar
from surveys.fielding.progress import progress_of
from surveys.fielding.schedule import propose_schedule
from surveys.models import Campaign, QuestionnaireVersion, ScheduledWave

from .answers import Answers, AnswersFile
from .counts import Counts
from .form import CampaignForm
from .launch import LaunchStep
from .monitor import Monitor
from .results import Results
from .schedule import ScheduledWaveInline
from .states import is_closed, is_in
from .steps import CloseStep, InviteStep, RemindStep

TONES = {CampaignState.DRAFT: "warning", CampaignState.OPEN: "success", CampaignState.CLOSED: "info"}
STEPS = {"launch": LaunchStep, "invite": InviteStep, "remind": RemindStep, "close": CloseStep}
PAGES = {
    "show_results": ("results/", Results),
    "live": ("live/", Monitor),
    "answers_page": ("answers/", Answers),
    "answers_file": ("answers/<slug:table>.<slug:kind>", AnswersFile),
    "counts": ("counts/", Counts),
}
# Frozen at launch: they decide who is asked, what, and under which address.
FROZEN = ["version", "edition", "reference_date"]


@admin.register(Campaign)
class CampaignAdmin(ModelAdmin, TranslationAdmin):
    form = CampaignForm
    empty_help = gettext_lazy("An edition asks the members once: it has a questionnaire, dates and messages.")
    list_display = ["label", "edition", "badge", "opens_at", "due_at", "closes_at", "response_rate"]
    list_filter = ["state"]
    search_fields = ["label_es", "label_en", "edition"]
    actions = None
    actions_detail = [
        "launch",
        "monitor",
        "invite",
        "remind",
        "close",
        "results",
        {"title": gettext_lazy("More"), "icon": "more_horiz", "items": ["change_version", "answers"]},
    ]
    inlines = [ScheduledWaveInline]
    change_form_before_template = "admin/surveys/campaign/progress.html"
    fieldsets = [
        (
            None,
            {
                "fields": ["version", "label", "edition", "reference_date"],
                "description": gettext_lazy(
                    "What is asked, and as of which day. Fixed when the edition is launched."
                ),
            },
        ),
        (
            gettext_lazy("Dates"),
            {
                "fields": ["opens_at", "due_at", "closes_at", "closes_itself"],
                "description": gettext_lazy(
                    "Companies can answer from opening to closing. The due date is the one in the "
                    "e-mails; leave some days after it for reminders."
                ),
            },
        ),
    ]

    def get_queryset(self, request):
        submitted = Q(units__response__state=ResponseState.SUBMITTED)
        in_scope = Q(units__in_scope=True)
        return (
            super()
            .get_queryset(request)
            .annotate(
                unit_count=Count("units", filter=in_scope),
                submitted_count=Count("units", filter=in_scope & submitted),
            )
        )

    @display(description=gettext_lazy("state"), ordering="state", label=TONES)
    def badge(self, campaign: Campaign):
        return campaign.state, campaign.get_state_display()

    @display(description=gettext_lazy("answered"))
    def response_rate(self, campaign: Campaign) -> str:
        if not campaign.unit_count:
            return "–"
        share = round(100 * campaign.submitted_count / campaign.unit_count)
        return _("%(n)s of %(total)s (%(share)s %%)") % {
            "n": campaign.submitted_count,
            "total": campaign.unit_count,
            "share": share,
        }

    def get_urls(self):
        steps = [
            path(
                f"<int:object_id>/step/{name}/",
                self.admin_site.admin_view(step.as_view(model_admin=self)),
                name=f"surveys_campaign_step_{name}",
            )
            for name, step in STEPS.items()
        ]
        pages = [
            path(
                f"<int:object_id>/{address}",
                self.admin_site.admin_view(page.as_view(model_admin=self)),
                name=f"surveys_campaign_{name}",
            )
            for name, (address, page) in PAGES.items()
        ]
        calendar = path(
            "<int:object_id>/calendar.ics",
            self.admin_site.admin_view(self.calendar),
            name="surveys_campaign_calendar",
        )
        return [*steps, *pages, calendar, *super().get_urls()]

    def calendar(self, request, object_id: int) -> HttpResponse:
        campaign = get_object_or_404(Campaign.objects.prefetch_related("scheduled_waves"), pk=object_id)
        if not self.has_view_permission(request, campaign):
            raise PermissionDenied
        name = f"{campaign.edition}.ics"
        return HttpResponse(
            campaign_calendar(campaign),
            content_type=ICS,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def get_readonly_fields(self, request, obj=None):
        return FROZEN if obj and obj.state != CampaignState.DRAFT else []

    def get_changeform_initial_data(self, request):
        """Propose the last day of the past year and four weeks in the field, due a week before the end.

        An edition that closed within this hour is not overlapped.
        """
        now = timezone.localtime().replace(minute=0, second=0, microsecond=0)
        if closed_at := Campaign.objects.closed().aggregate(latest=Max("closed_at"))["latest"]:
            now = max(now, timezone.localtime(closed_at).replace(microsecond=0) + timedelta(seconds=1))
        newest = QuestionnaireVersion.objects.published().order_by("-published_at").first()
        return {
            "version": request.GET.get("version") or newest,
            "reference_date": date(now.year - 1, 12, 31),
            "opens_at": now,
            "due_at": now + timedelta(days=21),
            "closes_at": now + timedelta(days=28),
        }

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not is_closed(obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or is_in(obj, CampaignState.DRAFT)
        )

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def save_model(self, request, obj: Campaign, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "closes_at" in form.changed_data:
            follow_closing_date(obj)
        if not change:
            now = timezone.now()
            waves = [w for w in propose_schedule(obj) if w.wave != Wave.NOTIFICATION or w.at > now]
            ScheduledWave.objects.bulk_create(waves)
            messages.info(
                request, _("The usual messages are scheduled below; change their days or take them out.")
            )

    def response_add(self, request, obj: Campaign, post_url_continue=None) -> HttpResponse:
        """Saving leads on to the edition: its messages and the next step stand on its page."""
        if "_addanother" in request.POST or "_continue" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, _("“%(edition)s” is saved as a draft.") % {"edition": obj})
        return redirect("admin:surveys_campaign_change", obj.pk)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        campaign = self.get_object(request, object_id) if object_id else None
        request.campaign_shown = campaign
        context = {"progress": progress_of(campaign)} if campaign else {}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **context})

    # The buttons only lead to a page that shows what will happen; nothing changes before that is sent.

    def has_launch_permission(self, request, object_id=None) -> bool:
        return self.may_step(request, object_id, CampaignState.DRAFT)

    def has_run_permission(self, request, object_id=None) -> bool:
        return self.may_step(request, object_id, CampaignState.OPEN)

    def has_monitor_permission(self, request, object_id=None) -> bool:
        launched = not is_in(self.shown(request, object_id), CampaignState.DRAFT)
        return self.has_view_permission(request) and launched

    def has_results_permission(self, request, object_id=None) -> bool:
        return self.has_view_permission(request) and is_in(
            self.shown(request, object_id), CampaignState.CLOSED
        )

    def may_step(self, request, object_id, state: str) -> bool:
        allowed = request.user.has_perm("surveys.change_campaign")
        return allowed and is_in(self.shown(request, object_id), state)

    def shown(self, request, object_id) -> Campaign | None:
        return getattr(request, "campaign_shown", None) or self.get_object(request, object_id)

    @action(
        description=gettext_lazy("Launch"), url_path="go/launch", icon="rocket_launch", permissions=["launch"]
    )
    def launch(self, request, object_id: int):
        return redirect("admin:surveys_campaign_step_launch", object_id)

    @action(
        description=gettext_lazy("Send invitations"), url_path="go/invite", icon="mail", permissions=["run"]
    )
    def invite(self, request, object_id: int):
        return redirect("admin:surveys_campaign_step_invite", object_id)

    @action(
        description=gettext_lazy("How it is going"),
        url_path="go/monitor",
        icon="monitoring",
        permissions=["monitor"],
    )
    def monitor(self, request, object_id: int):
        return redirect("admin:surveys_campaign_live", object_id)

    @action(
        description=gettext_lazy("Send reminder"),
        url_path="go/remind",
        icon="notifications",
        permissions=["run"],
    )
    def remind(self, request, object_id: int):
        return redirect("admin:surveys_campaign_step_remind", object_id)

    @action(
        description=gettext_lazy("Version of the questionnaire"),
        url_path="go/version",
        icon="move_down",
        permissions=["run"],
    )
    def change_version(self, request, object_id: int):
        """Lead to the newest version's page, where the edition may go on to it."""
        campaign = get_object_or_404(Campaign, pk=object_id)
        newest = campaign.questionnaire.versions.published().order_by("-number").first()
        address = reverse("admin:surveys_questionnaireversion_move", args=[newest.pk])
        return redirect(f"{address}?edition={campaign.pk}")

    def has_answers_permission(self, request, object_id=None) -> bool:
        return request.user.is_superuser and self.has_monitor_permission(request, object_id)

    @action(
        description=gettext_lazy("Answers to take away"),
        url_path="go/answers",
        icon="download",
        permissions=["answers"],
    )
    def answers(self, request, object_id: int):
        return redirect("admin:surveys_campaign_answers_page", object_id)

    @action(description=gettext_lazy("Close"), url_path="go/close", icon="lock", permissions=["run"])
    def close(self, request, object_id: int):
        return redirect("admin:surveys_campaign_step_close", object_id)

    @action(
        description=gettext_lazy("Results"), url_path="go/results", icon="bar_chart", permissions=["results"]
    )
    def results(self, request, object_id: int):
        return redirect("admin:surveys_campaign_show_results", object_id)
