from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, TemplateView

from actionplan.board import KNOWN, GapBoard
from actionplan.enums import IndicatorLevel
from actionplan.gaps import gaps_of, published_campaign
from actionplan.models import Node, NodeOffer, NodeQuerySet, Plan
from actionplan.quality import lacks_of
from actionplan.tables import Evidence, Reading, evidence_of, funnel_of, offers_of, read_indicators
from actionplan.tree import Branch, build_tree, find
from tera.criteria import read_criteria
from training.versions import validated


@method_decorator(validated, name="dispatch")
class PlanOverview(TemplateView):
    """The plan as a whole: tree, what it lacks, gaps of the published study, indicators."""

    template_name = "actionplan/plan.html"

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        plan = Plan.objects.visible_to(user).current_first().first()
        if plan is None:
            return super().get_context_data(plan=None, **kwargs)
        nodes = plan.nodes.visible_to(user)
        branches = build_tree(plan, user=user, day=timezone.localdate())
        gaps = gap_context(nodes)
        return super().get_context_data(
            plan=plan,
            branches=branches,
            lacks=lacks_of(branches),
            shows_demo=gaps["is_demo"] or any(branch.names_demo for branch in branches),
            **gaps,
            **sort_indicators(read_indicators(plan.indicators.all(), nodes)),
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
        "is_demo": campaign is not None and campaign.is_demo,
        "profile_gaps": [gap for gap in gaps if gap.is_profile],
        "skill_gaps": [gap for gap in gaps if not gap.is_profile],
    }


@require_safe
@validated
def gap_board(request: HttpRequest) -> HttpResponse:
    """Show in the catalogue what companies ask for beside who teaches it."""
    campaign = published_campaign()
    if campaign is None:
        return render(request, "actionplan/gap_board.html", {"board": None})
    reading = read_criteria(request.GET, KNOWN)
    board = GapBoard(campaign, reading, timezone.localdate(), current_nodes(request.user))
    response = render(request, "actionplan/gap_board.html", {"board": board})
    if reading.criteria.size > 1:
        response["X-Robots-Tag"] = "noindex, follow"
    return response


def current_nodes(user) -> NodeQuerySet:
    """Return the nodes of the plan in force that ``user`` may see; none without such a plan."""
    plan = Plan.objects.visible_to(user).current_first().first()
    return plan.nodes.visible_to(user) if plan else Node.objects.none()


@method_decorator(validated, name="dispatch")
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
        branch = find(build_tree(node.plan, user=user, day=timezone.localdate()), node)
        evidence, offers = evidence_of(node, user), offers_of(node)
        indicators = read_indicators(node.indicators.all(), node.plan.nodes.none())
        return super().get_context_data(
            branch=branch,
            evidence=evidence,
            offers=offers,
            indicators=indicators,
            steps=funnel_of(indicators),
            shows_demo=shows_demo(branch, evidence, offers),
            **kwargs,
        )


def shows_demo(branch: Branch, evidence: list[Evidence], offers: list[NodeOffer]) -> bool:
    """Say whether anything on a node's page was invented for the demonstration."""
    return (
        branch.names_demo
        or any(item.link.need.campaign.is_demo for item in evidence)
        or any(link.offer.is_demo for link in offers)
    )
