from .campaign import Campaign, CampaignQuerySet, Unit, UnitQuerySet
from .contact import Invitation, InvitationQuerySet, Message
from .questionnaire import (
    Questionnaire,
    QuestionnaireVersion,
    QuestionnaireVersionQuerySet,
    Variable,
    VersionVariable,
)
from .response import Answer, AnswerEvent, CheckFlag, Response, SectionState, Submission
from .result import Need, NeedQuerySet, ResultTable

__all__ = [
    "Answer",
    "AnswerEvent",
    "Campaign",
    "CampaignQuerySet",
    "CheckFlag",
    "Invitation",
    "InvitationQuerySet",
    "Message",
    "Need",
    "NeedQuerySet",
    "Questionnaire",
    "QuestionnaireVersion",
    "QuestionnaireVersionQuerySet",
    "Response",
    "ResultTable",
    "SectionState",
    "Submission",
    "Unit",
    "UnitQuerySet",
    "Variable",
    "VersionVariable",
]
