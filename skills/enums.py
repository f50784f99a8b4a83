from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Domain(TextChoices):
    """The field of knowledge a skill belongs to; the facet the study's sentence speaks in."""

    DEVELOPMENT = "development", _("Software development")
    AI = "ai", _("Artificial intelligence")
    CYBERSECURITY = "cybersecurity", _("Cybersecurity")
    CLOUD = "cloud", _("Cloud and systems")
    DATA = "data", _("Data")
    ANALYSIS = "analysis", _("Analysis and design")
    PROJECT_MANAGEMENT = "project_management", _("Project management")
    GENERAL = "general", _("General digital skills")


class StudyGroup(TextChoices):
    """The groups the study of the cluster speaks of."""

    PROGRAMMERS = "programmers", _("Programmers")
    ANALYSTS = "analysts", _("Analysts")
    PROJECT_MANAGERS = "project_managers", _("Project managers")
    CYBERSECURITY = "cybersecurity", _("Cybersecurity")
    SYSTEMS = "systems", _("Systems")
    QUALITY = "quality", _("Quality")
    MANAGEMENT = "management", _("Management")
    COMMERCIAL = "commercial", _("Sales and training")


class SkillRelation(TextChoices):
    ESSENTIAL = "essential", _("Essential")
    OPTIONAL = "optional", _("Optional")
