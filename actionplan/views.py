from django.http import Http404
from django.utils import timezone
from django.views.generic import DetailView, TemplateView

from actionplan.enums import IndicatorLevel
from actionplan.gaps import gaps_of, published_campaign
from actionplan.models import Node, Plan
from actionplan.quality import lacks_of
from actionplan.tables import Reading, evidence_of, funnel_of, offers_of, read_indicators
from actionplan.tree import build_tree, find


class PlanOverview(TemplateView):
    """The plan as a whole: tree, what it lacks, gaps of the published study, indicators."""

    template_name = "actionplan/plan.html"

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        plan = Plan.objects.visible_to(user).current_first().first()
        if plan is None:
            return super().get_context_data(plan=None, **kwargs)
        branches = build_tree(plan, user=user, day=timezone.localdate())
        nodes = plan.nodes.visible_to(user)
        return super().get_context_data(
            plan=plan,
            branches=branches,
            lacks=lacks_of(branches),
            **sort_indicators(read_indicators(plan.indicators.all(), nodes)),
            **gap_context(nodes),
            **kwargs,
        )


def sort_indicators(readings: list[Reading]) -> dict:
    """Part the indicators into those with figures, those without, and the context."""
    context = [reading for reading in readings if reading.indicator.level == IndicatorLevel.CONTEXT]
    own = [reading for reading in readings if reading not in context]
    return {
        "context_indicators": context,
        "measured": [reading for reading in own if reading.latest],
        "unmeasured": [reading for reading in own if not reading.latest],
    }


def gap_context(nodes) -> dict:
    """Return the gaps strangers may see: those of the newest published study."""
    campaign = published_campaign()
    gaps = gaps_of(campaign, nodes=nodes) if campaign else []
    return {
        "campaign": campaign,
        "profile_gaps": [gap for gap in gaps if gap.is_profile],
        "skill_gaps": [gap for gap in gaps if not gap.is_profile],
    }


class NodeDetail(DetailView):
    """One node of the current plan: why, what, who, through which offers, and with what result."""

    model = Node
    slug_field = slug_url_kwarg = "code"
    template_name = "actionplan/node_detail.html"

    def get_queryset(self):
        plan = Plan.objects.visible_to(self.request.user).current_first().first()
        if plan is None:
            raise Http404
        return plan.nodes.visible_to(self.request.user).select_related("plan", "parent")

    def get_context_data(self, **kwargs) -> dict:
        node, user = self.object, self.request.user
        branches = build_tree(node.plan, user=user, day=timezone.localdate())
        evidence = evidence_of(node, user)
        indicators = read_indicators(node.indicators.all(), node.plan.nodes.none())
        return super().get_context_data(
            branch=find(branches, node),
            evidence=evidence,
            shows_demo=any(item.link.need.campaign.is_demo for item in evidence),
            offers=offers_of(node),
            indicators=indicators,
            steps=funnel_of(indicators),
            **kwargs,
        )
