"""Launching an edition: the check list, who is asked, and who is left out and why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from members.models import Organisation
from surveys.enums import CampaignState, Wave
from surveys.fielding.actions import frame, frame_date, launch_campaign
from surveys.fielding.errors import FieldingRefused
from surveys.fielding.readiness import check_list
from surveys.models import Unit

from .steps import CampaignStep

REASON_LENGTH = Unit._meta.get_field("out_reason").max_length


class LaunchStep(CampaignStep):
    """A company with a reason written beside it is left out of the frame."""

    title = gettext_lazy("Launch the edition")
    button = gettext_lazy("Launch now")
    state = CampaignState.DRAFT
    template_name = "admin/surveys/campaign/launch.html"

    @cached_property
    def members(self) -> list[Organisation]:
        return list(frame(self.campaign, timezone.now()).with_headcount())

    @cached_property
    def rows(self) -> list[tuple[Organisation, str]]:
        return [(member, self.exclusions.get(member.pk, "")) for member in self.members]

    @cached_property
    def exclusions(self) -> dict[int, str]:
        """Return the reasons typed on the page, by organisation."""
        typed = {member.pk: self.request.POST.get(f"out_{member.pk}", "") for member in self.members}
        return {pk: " ".join(reason.split()) for pk, reason in typed.items() if reason.strip()}

    def get_context_data(self, **kwargs) -> dict:
        checks = check_list(self.campaign, self.members) if self.is_right_state and self.members else []
        return super().get_context_data(checks=checks, reason_length=REASON_LENGTH, **kwargs)

    def stops(self) -> list[str]:
        if not self.members:
            return [_("No organisation is a member on that date, so there is nobody to ask.")]
        return []

    def lead(self) -> str:
        text = ngettext(
            "This company, a member on %(day)s, becomes the list of the edition.",
            "These %(number)s companies, members on %(day)s, become the list of the edition.",
            len(self.members),
        )
        rest = _("The list never changes afterwards: every response rate is counted on it.")
        day = date_format(frame_date(self.campaign, timezone.now()), "DATE_FORMAT")
        return f"{text % {'number': len(self.members), 'day': day}} {rest} {self.invitations()}"

    def invitations(self) -> str:
        """Say when the companies are written to."""
        waves = self.campaign.scheduled_waves.filter(wave=Wave.INVITATION, done_at=None)
        if (first := waves.order_by("at").first()) is None:
            return _("No invitation is scheduled: send it yourself after launching.")
        if first.at <= timezone.now():
            return _("The invitations go out by themselves within minutes of launching.")
        day = date_format(timezone.localtime(first.at), "SHORT_DATETIME_FORMAT")
        return _("The invitations go out by themselves on %(day)s.") % {"day": day}

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        too_long = [str(m) for m, reason in self.rows if len(reason) > REASON_LENGTH]
        if too_long:
            text = _("Keep the reason within %(length)s characters: %(names)s.")
            messages.error(request, text % {"length": REASON_LENGTH, "names": ", ".join(too_long)})
            return self.get(request, **kwargs)
        if len(self.exclusions) == len(self.members) and self.members:
            messages.error(request, _("Every company is left out, so there is nobody to ask."))
            return self.get(request, **kwargs)
        try:
            messages.success(request, self.perform())
        except FieldingRefused as refused:
            messages.error(request, str(refused))
            return self.get(request, **kwargs)
        return redirect("admin:surveys_campaign_change", self.campaign.pk)

    def perform(self) -> str:
        launched = launch_campaign(self.campaign, by=self.request.user, exclusions=self.exclusions)
        number = launched.units.in_scope().count()
        text = ngettext("Launched with %(number)s company.", "Launched with %(number)s companies.", number)
        return f"{text % {'number': number}} {self.invitations()}"
