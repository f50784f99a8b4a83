from .indicator import Indicator, Observation, Target
from .link import NodeNeed, NodeOffer
from .milestone import Milestone
from .plan import Node, NodeParty, NodeQuerySet, Plan, PlanQuerySet

__all__ = [
    "Indicator",
    "Milestone",
    "Node",
    "NodeNeed",
    "NodeOffer",
    "NodeParty",
    "NodeQuerySet",
    "Observation",
    "Plan",
    "PlanQuerySet",
    "Target",
]
