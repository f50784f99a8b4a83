from django.contrib.auth.models import AnonymousUser

from actionplan.models import Node, Plan
from tera.sitemaps import SiteSitemap


class NodeSitemap(SiteSitemap):
    """The parts of the plan in force, as a stranger may read them."""

    def items(self):
        plan = Plan.objects.visible_to(AnonymousUser()).current_first().first()
        return plan.nodes.visible_to(AnonymousUser()).order_by("pk") if plan else Node.objects.none()
