"""The gap board: what the last closed edition needs, the training there is, and what to do about it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from actionplan.actions import create_action_from_gap
from actionplan.enums import GapState
from actionplan.forms import GapActionForm
from actionplan.gaps import Gap, gaps_of
from actionplan.models import Plan
from surveys.models import Campaign

KINDS = {"profile": gettext_lazy("Profiles"), "skill": gettext_lazy("Skills")}


def latest_closed() -> Campaign | None:
    return Campaign.objects.closed().order_by("-reference_date").first()


class GapBoard(UnfoldModelAdminViewMixin, TemplateView):
    """List the gaps of the last closed edition, filtered by kind and state."""

    title = gettext_lazy("Gap board")
    permission_required = "actionplan.view_plan"
    template_name = "admin/actionplan/plan/gaps.html"

    def get_context_data(self, **kwargs) -> dict:
        campaign = latest_closed()
        gaps = gaps_of(campaign) if campaign else []
        kind, state = self.choice("kind", KINDS), self.choice("state", GapState.values)
        return super().get_context_data(
            campaign=campaign,
            gaps=[gap for gap in gaps if matches(gap, kind, state)],
            total=len(gaps),
            kinds=KINDS.items(),
            kind=kind,
            states=GapState.choices,
            state=state,
            unknown=[name for name in self.request.GET if name not in ("kind", "state")],
            may_add=self.request.user.has_perm("actionplan.add_node"),
            **kwargs,
        )

    def choice(self, name: str, allowed) -> str:
        """Return the filter's value; one that does not exist is named on the page and ignored."""
        value = self.request.GET.get(name, "")
        if value and value not in allowed:
            messages.warning(self.request, _("There is no filter “%(value)s”: ignored.") % {"value": value})
            return ""
        return value


def matches(gap: Gap, kind: str, state: str) -> bool:
    return kind in ("", "profile" if gap.is_profile else "skill") and state in ("", gap.state)


class GapAction(UnfoldModelAdminViewMixin, FormView):
    """A small form that turns one gap into an action of the current plan."""

    title = gettext_lazy("New action from a gap")
    permission_required = "actionplan.add_node"
    template_name = "admin/actionplan/plan/gap_action.html"
    form_class = GapActionForm

    @cached_property
    def gap(self) -> Gap:
        campaign = latest_closed()
        for gap in gaps_of(campaign) if campaign else []:
            if gap.need.pk == self.kwargs["need"]:
                return gap
        raise Http404

    @cached_property
    def plan(self) -> Plan:
        plan = Plan.objects.current_first().first()
        if plan is None:
            raise Http404
        return plan

    def get_form_kwargs(self) -> dict:
        return {"data": self.request.POST or None, "gap": self.gap, "plan": self.plan}

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(gap=self.gap, plan=self.plan, **kwargs)

    def form_valid(self, form: GapActionForm) -> HttpResponse:
        node = create_action_from_gap(self.gap, by=self.request.user, **form.choices_made())
        link = format_html('<a href="{}">{}</a>', node.get_absolute_url(), node)
        messages.success(self.request, format_html(_("Action created: {}"), link))
        return redirect("admin:actionplan_plan_gaps")
