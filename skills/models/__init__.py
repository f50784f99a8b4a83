from .demand import Demand, DemandQuerySet
from .profile import Occupation, Profile, ProfileSkill
from .skill import Skill

__all__ = ["Demand", "DemandQuerySet", "Occupation", "Profile", "ProfileSkill", "Skill"]
