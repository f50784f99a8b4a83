"""The pages that ask once more: each shows exactly what its button will do, and does it by POST only."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from surveys.enums import CampaignState, ResponseState, Wave
from surveys.fielding.actions import close_campaign, queue_wave
from surveys.fielding.errors import FieldingRefused
from surveys.fielding.partials import usable_among
from surveys.fielding.recipients import next_reminder, recipients, units_without_contact, waiting_units
from surveys.models import Campaign, Unit
from surveys.results.freeze import ResultsRefused


class CampaignStep(UnfoldModelAdminViewMixin, TemplateView):
    """Ask before a step of an edition; subclasses say what will happen, to whom, and do it.

    ``columns`` and ``rows`` are the list of those it happens to, ``warnings`` what to look at first,
    ``stops`` why it cannot be done now; with a stop there is no button.
    """

    permission_required = "surveys.change_campaign"
    template_name = "admin/surveys/campaign/step.html"
    state = CampaignState.OPEN
    button = gettext_lazy("Go on")
    columns: Sequence[str] = ()

    @cached_property
    def campaign(self) -> Campaign:
        return get_object_or_404(Campaign, pk=self.kwargs["object_id"])

    @property
    def is_right_state(self) -> bool:
        return self.campaign.state == self.state

    def get_context_data(self, **kwargs) -> dict:
        stops = self.stops() if self.is_right_state else [self.wrong_state()]
        return super().get_context_data(
            campaign=self.campaign,
            button=self.button,
            lead="" if stops else self.lead(),
            warnings=[] if stops else self.warnings(),
            stops=stops,
            columns=self.columns,
            rows=[] if stops else self.rows,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            messages.success(request, self.perform())
        except (FieldingRefused, ResultsRefused) as refused:
            messages.error(request, str(refused))
        return redirect("admin:surveys_campaign_change", self.campaign.pk)

    def wrong_state(self) -> str:
        return _("This edition is %(state)s now, so this step does not apply.") % {
            "state": self.campaign.get_state_display().lower()
        }

    def stops(self) -> list[str]:
        return []

    def warnings(self) -> list[str]:
        return []

    def lead(self) -> str:
        raise NotImplementedError

    @cached_property
    def rows(self) -> list[list[str]]:
        raise NotImplementedError

    def perform(self) -> str:
        raise NotImplementedError


class WaveStep(CampaignStep):
    """Send one wave to everybody on the list shown."""

    columns = [gettext_lazy("Company"), gettext_lazy("Contact"), gettext_lazy("E-mail")]
    button = gettext_lazy("Send now")

    @cached_property
    def wave(self) -> Wave | None:
        raise NotImplementedError

    @cached_property
    def rows(self) -> list[list[str]]:
        return [
            [row.name_at_launch, f"{row.given_name} {row.family_name}".strip(), row.email]
            for row in recipients(self.campaign, self.wave)
        ]

    def stops(self) -> list[str]:
        if not self.campaign.accepts_answers():
            return [_("It is not open for answers today; look at its opening and closing dates.")]
        if self.wave is None:
            return [_("All reminders were sent, the last call too.")]
        if not self.rows:
            return [_("Everybody who can be written to has this message already, or has answered.")]
        return []

    def lead(self) -> str:
        text = ngettext(
            "%(wave)s: %(number)s e-mail goes out, to the person listed here.",
            "%(wave)s: %(number)s e-mails go out, one to each person listed here.",
            len(self.rows),
        )
        rest = _("Who answers before it is sent does not get it, and nobody gets it twice.")
        return f"{text % {'wave': self.wave.label, 'number': len(self.rows)}} {rest}"

    def warnings(self) -> list[str]:
        lost = [unit.name_at_launch for unit in units_without_contact(self.campaign)]
        if not lost:
            return []
        text = _("Nobody can be written to at: %(names)s. Give them a survey contact with an e-mail address.")
        return [text % {"names": ", ".join(lost)}]

    def perform(self) -> str:
        if self.wave is None:
            raise FieldingRefused(_("All reminders were sent, the last call too."))
        number = queue_wave(self.campaign, self.wave, by=self.request.user)
        text = ngettext("%(number)s e-mail is on its way.", "%(number)s e-mails are on their way.", number)
        return text % {"number": number}


class InviteStep(WaveStep):
    title = gettext_lazy("Send the invitations")
    wave = Wave.INVITATION


class RemindStep(WaveStep):
    title = gettext_lazy("Send a reminder")

    @cached_property
    def wave(self) -> Wave | None:
        return next_reminder(self.campaign)


class CloseStep(CampaignStep):
    title = gettext_lazy("Close the edition")
    button = gettext_lazy("Close now")
    columns = [gettext_lazy("Company without answers sent"), gettext_lazy("State")]

    @cached_property
    def rows(self) -> list[list[str]]:
        return [[unit.name_at_launch, state_text(unit, self.usable)] for unit in self.waiting]

    @cached_property
    def usable(self) -> set:
        begun = [unit.response for unit in self.waiting if is_begun(unit)]
        return usable_among((response.pk, response.version_id) for response in begun)

    @cached_property
    def waiting(self) -> list[Unit]:
        return list(waiting_units(self.campaign).select_related("response"))

    def lead(self) -> str:
        units = self.campaign.units.in_scope().count()
        text = _("%(n)s of %(total)s companies have answered. Closing cannot be undone.")
        rest = _(
            "Their answers are counted now, once: the results never change afterwards. What the companies "
            "listed here have begun is kept as partial and not counted, also where it is usable: nobody "
            "declared it true. Their links then say that it is over."
        )
        return f"{text % {'n': units - len(self.rows), 'total': units}} {rest}"

    def warnings(self) -> list[str]:
        if timezone.now() >= self.campaign.closes_at:
            return []
        day = date_format(timezone.localtime(self.campaign.closes_at), "DATE_FORMAT")
        return [_("Companies were told that they can answer until %(day)s.") % {"day": day}]

    def perform(self) -> str:
        closed = close_campaign(self.campaign, by=self.request.user)
        if closed.result_tables.exists():
            return _("Closed, and its results are ready.")
        return _("Closed. Its answers are counted question by question, and there to take away.")


def is_begun(unit: Unit) -> bool:
    response = getattr(unit, "response", None)
    return response is not None and response.state == ResponseState.IN_PROGRESS


def state_text(unit: Unit, usable: set) -> str:
    """Say how far a company has come, and whether what it wrote would be of use unsent."""
    if not is_begun(unit):
        return _("not started")
    return _("in progress, usable") if unit.response.pk in usable else _("in progress, not usable yet")
