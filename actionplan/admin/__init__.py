from .indicator import IndicatorAdmin
from .milestone import MilestoneAdmin
from .node import NodeAdmin
from .plan import PlanAdmin

__all__ = ["IndicatorAdmin", "MilestoneAdmin", "NodeAdmin", "PlanAdmin"]
