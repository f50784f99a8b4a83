"""Questionnaires and their versions in the manager's cockpit."""

from .questionnaire import QuestionnaireAdmin
from .version import QuestionnaireVersionAdmin

__all__ = ["QuestionnaireAdmin", "QuestionnaireVersionAdmin"]
