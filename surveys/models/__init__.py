from .campaign import Campaign, CampaignQuerySet, Unit, UnitQuerySet
from .contact import Invitation, InvitationQuerySet, Message
from .feedback import Feedback
from .fieldwork import ChasingNote, ScheduledWave
from .letter import Letter
from .move import ResponseMove, VersionMove
from .proof import MOST_TRIES, AccessCode, AccessCodeQuerySet, EntryCode
from .questionnaire import (
    Questionnaire,
    QuestionnaireVersion,
    QuestionnaireVersionQuerySet,
    Variable,
    VersionVariable,
)
from .reopening import Reopening
from .response import Answer, AnswerEvent, CheckFlag, Response, RowItem, SectionState, Submission
from .result import Need, NeedQuerySet, ResultTable
from .share import Share

__all__ = [
    "MOST_TRIES",
    "AccessCode",
    "AccessCodeQuerySet",
    "Answer",
    "AnswerEvent",
    "Campaign",
    "CampaignQuerySet",
    "ChasingNote",
    "CheckFlag",
    "EntryCode",
    "Feedback",
    "Invitation",
    "InvitationQuerySet",
    "Letter",
    "Message",
    "Need",
    "NeedQuerySet",
    "Questionnaire",
    "QuestionnaireVersion",
    "QuestionnaireVersionQuerySet",
    "Reopening",
    "Response",
    "ResponseMove",
    "ResultTable",
    "RowItem",
    "ScheduledWave",
    "SectionState",
    "Share",
    "Submission",
    "Unit",
    "UnitQuerySet",
    "Variable",
    "VersionMove",
    "VersionVariable",
]
