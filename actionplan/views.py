from django.views.generic import DetailView, ListView

from actionplan.models import Node


class PlanOverview(ListView):
    model = Node
    template_name = "actionplan/plan.html"


class NodeDetail(DetailView):
    model = Node
    slug_field = slug_url_kwarg = "code"
