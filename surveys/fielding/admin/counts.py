"""A closed edition's answers counted question by question, for whoever may take the answers away."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy

from privacy.contexts import record_reading
from surveys.enums import CampaignState
from surveys.models import Campaign
from surveys.results.counts.tables import count_answers

from .answers import Answers


class Counts(Answers):
    """Show the counts with nothing hidden, so to few; that somebody saw them is in the trail."""

    title = gettext_lazy("Counts of each question")
    template_name = "admin/surveys/campaign/counts.html"

    @property
    def is_closed(self) -> bool:
        return self.campaign.state == CampaignState.CLOSED

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.is_closed:
            record_reading(request, Campaign, str(self.campaign.pk))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        counted = count_answers(self.campaign, get_language()) if self.is_closed else []
        return super().get_context_data(is_closed=self.is_closed, counted=counted, **kwargs)
