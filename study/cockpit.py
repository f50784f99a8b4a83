"""The cockpit's first page: where the cycle stands and what needs somebody today."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplan.models import Plan
from members.models import Organisation
from members.panel.saved_filters import pinned_for
from study.models import Study
from study.parts.plan import plan_progress
from study.wording import n_of, number
from surveys.enums import CampaignState, ResponseState
from surveys.models import Campaign
from training.enums import OfferStatus
from training.models import Offer

from .concerns import (
    agreement_concerns,
    gap_concerns,
    message_concerns,
    offer_concerns,
    page,
    plan_concerns,
    register_concerns,
    request_concerns,
    survey_concerns,
)


@dataclass(frozen=True)
class Step:
    """One of the five steps of the cycle: where it stands and where it is worked on."""

    title: str
    value: str
    note: str
    url: str


def dashboard(request: HttpRequest, context: dict) -> dict:
    """Unfold's DASHBOARD_CALLBACK: add the cycle and the concerns, in a constant number of queries,
    and one or two more for each saved filter that this user put there."""
    campaigns = campaigns_with_counts()
    offers = dict(Offer.objects.values_list("status").annotate(Count("pk")).order_by())
    studies = list(Study.objects.with_revisions().select_related("campaign"))
    concerns = [
        *request_concerns(),
        *register_concerns(),
        *survey_concerns(campaigns, studies),
        *message_concerns(),
        *plan_concerns(),
        *offer_concerns(offers),
        *agreement_concerns(),
        *gap_concerns(campaigns),
    ]
    return context | {
        "steps": steps_of(campaigns, offers, studies),
        "concerns": concerns,
        "pinned": pinned_for(request),
    }


def campaigns_with_counts() -> list[Campaign]:
    in_scope = Q(units__in_scope=True)
    submitted = in_scope & Q(units__response__state=ResponseState.SUBMITTED)
    return list(
        Campaign.objects.annotate(
            population=Count("units", filter=in_scope), answers=Count("units", filter=submitted)
        )
    )


def steps_of(campaigns: list[Campaign], offers: dict[str, int], studies: list[Study]) -> list[Step]:
    members = Organisation.objects.members_on(timezone.localdate()).count()
    progress = plan_progress(Plan.objects.current_first().first())
    published = offers.get(OfferStatus.PUBLISHED, 0)
    plan_value = "–" if progress is None else _("%(share)s %%") % {"share": number(progress)}
    return [
        Step(_("Members"), number(members), _("members today"), page("members_organisation")),
        survey_step(campaigns),
        Step(_("Training"), number(published), _("published offers"), page("training_offer")),
        Step(_("Plan"), plan_value, _("of the plan done"), page("actionplan_node")),
        study_step(studies),
    ]


def survey_step(campaigns: list[Campaign]) -> Step:
    current = next((c for c in campaigns if c.state == CampaignState.OPEN), None) or next(
        iter(campaigns), None
    )
    if current is None:
        return Step(_("Survey"), "–", _("no edition yet"), page("surveys_campaign"))
    note = f"{current.label} · {current.get_state_display()}"
    return Step(_("Survey"), n_of(current.answers, current.population), note, page("surveys_campaign"))


def study_step(studies: list[Study]) -> Step:
    newest = next((study for study in studies if study.revisions), None)
    if newest is None:
        return Step(_("Study"), "–", _("none published yet"), page("study_study"))
    note = _("%(edition)s, revision %(revision)s") % {
        "edition": newest.campaign.edition,
        "revision": newest.revisions,
    }
    return Step(_("Study"), newest.campaign.edition, note, page("study_study"))
