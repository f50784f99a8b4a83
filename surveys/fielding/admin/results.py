from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from surveys.enums import CampaignState
from surveys.models import Campaign
from surveys.results.reading import read_table


class Results(UnfoldModelAdminViewMixin, TemplateView):
    """Show a closed edition's tables as everybody may see them; an open edition shows none."""

    title = gettext_lazy("Results")
    permission_required = "surveys.view_campaign"
    template_name = "admin/surveys/campaign/results.html"

    @cached_property
    def campaign(self) -> Campaign:
        return get_object_or_404(Campaign, pk=self.kwargs["object_id"])

    def get_context_data(self, **kwargs) -> dict:
        closed = self.campaign.state == CampaignState.CLOSED
        stored = self.campaign.result_tables.all() if closed else []
        tables = [read_table(table.payload, get_language()) for table in stored]
        return super().get_context_data(
            campaign=self.campaign,
            tables=tables,
            is_closed=closed,
            takes_answers=self.request.user.is_superuser,
            **kwargs,
        )
