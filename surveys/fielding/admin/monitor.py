"""The live page of an edition: the same figures as a whole page and as the part that renews itself."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from surveys.fielding.curve import Day, curve, expected_final, wave_effects
from surveys.fielding.opinions import opinions_of
from surveys.fielding.standing import groups_by, sections_begun, standing_of
from surveys.instrument.parser import compiled
from surveys.models import Campaign

WIDTH, HEIGHT = 640, 220


class Monitor(UnfoldModelAdminViewMixin, TemplateView):
    title = gettext_lazy("How it is going")
    permission_required = "surveys.view_campaign"

    @cached_property
    def campaign(self) -> Campaign:
        return get_object_or_404(Campaign.objects.select_related("version"), pk=self.kwargs["object_id"])

    def get_template_names(self) -> list[str]:
        part = "figures" if "part" in self.request.GET else "monitor"
        return [f"admin/surveys/campaign/{part}.html"]

    def get_context_data(self, **kwargs) -> dict:
        standing = standing_of(self.campaign)
        days = curve(self.campaign)
        return super().get_context_data(
            campaign=self.campaign,
            standing=standing,
            states=states_of(standing),
            bands=groups_by(self.campaign, "size_band"),
            kinds=groups_by(self.campaign, "stratum"),
            sections=self.sections(),
            effects=wave_effects(self.campaign),
            days=days,
            lines=lines_of(days, standing.in_scope),
            opinions=None if "part" in self.request.GET else opinions_of(self.campaign),
            expectation=expected_final(self.campaign, standing, days),
            **kwargs,
        )

    def sections(self) -> list[tuple[str, int, int]]:
        counted = sections_begun(self.campaign)
        sections = compiled(self.campaign.version).sections
        return [(str(section.title), *counted.get(section.code, (0, 0))) for section in sections]


def states_of(standing) -> list[tuple[str, int, str]]:
    """Return the states that add up to the companies in scope, each with the query that lists them."""
    return [
        (_("Answers sent"), standing.submitted, "submitted"),
        (_("In progress"), standing.in_progress, "in_progress"),
        (_("Opened the link, nothing saved"), standing.opened, "none"),
        (_("Written to, not opened"), standing.invited, "none"),
        (_("Not written to yet"), standing.not_invited, "none"),
        (_("Cannot be reached by e-mail"), standing.undeliverable, "none"),
        (_("Do not want to answer"), standing.refused, "refused"),
    ]


def lines_of(days: list[Day], most: int) -> dict[str, str]:
    """Return the points of the two lines of the chart, in its own units."""
    last = max(len(days) - 1, 1)
    top = max([most, *(day.before or 0 for day in days)]) or 1

    def points(values: list[int | None]) -> str:
        return " ".join(
            f"{place * WIDTH / last:.1f},{HEIGHT - value * HEIGHT / top:.1f}"
            for place, value in enumerate(values)
            if value is not None
        )

    return {"now": points([day.submitted for day in days]), "before": points([day.before for day in days])}
