from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class VariableKind(TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    LIKERT = "likert", _("Scale of agreement")
    RANKING = "ranking", _("Order of preference")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount of money")
    PERCENTAGE = "percentage", _("Percentage")
    DATE = "date", _("Date")
    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    GRID = "grid", _("Grid of profiles")
    SKILLS = "skills", _("Grid of skills")
    LIST = "list", _("List with rows of its own")


class WordingChange(TextChoices):
    """How a version's question compares with the last version's, for the same variable."""

    SAME = "same", _("Same")
    WORDING = "wording", _("Wording changed")
    BREAK = "break", _("Break in the series")


class MoveKind(TextChoices):
    """What an edition's responses had to be moved for."""

    WORDING = "wording", _("Other words only")
    STRUCTURE = "structure", _("Other questions or rules")


class CampaignState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class ResponseState(TextChoices):
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
    PARTIAL = "partial", _("Partial at close")


class Channel(TextChoices):
    WEB = "web", _("Web")
    OPERATOR = "operator", _("Recorded by the cluster")


class AnswerStatus(TextChoices):
    """Why a cell is empty, when it is: 0, not applicable and do not know are three values."""

    GIVEN = "given", _("Given")
    BLANK = "blank", _("Blank")
    NOT_KNOWN = "not_known", _("Not known")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    REFUSED = "refused", _("Refused")


class AnswerOrigin(TextChoices):
    RESPONDENT = "respondent", _("Respondent")
    CONFIRMED = "confirmed_last_edition", _("Confirmed from the last edition")
    OPERATOR = "operator", _("Recorded by the cluster")
    EDITED = "edited", _("Edited")
    IMPUTED = "imputed", _("Imputed")


class RowState(TextChoices):
    """Where a list's row comes from: new, or of the last edition and looked at again."""

    ADDED = "added", _("Added")
    EARLIER = "earlier", _("From the last edition")
    CONFIRMED = "confirmed", _("Confirmed")
    ENDED = "ended", _("Ended")


class CheckState(TextChoices):
    """What a company said of a figure that looked odd."""

    OPEN = "open", _("Shown, nothing said")
    EXPLAINED = "explained", _("Explained")
    CONFIRMED = "confirmed", _("Right as it is")


class Difficulty(TextChoices):
    """How a company found answering, from easy to hard."""

    VERY_EASY = "very_easy", _("Very easy")
    EASY = "easy", _("Easy")
    MIDDLING = "middling", _("Neither easy nor hard")
    HARD = "hard", _("Hard")
    VERY_HARD = "very_hard", _("Very hard")


class SectionProgress(TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    PARTIAL = "partial", _("Partially completed")
    COMPLETED = "completed", _("Completed")


class Wave(TextChoices):
    NOTIFICATION = "notification", _("Announcement")
    INVITATION = "invitation", _("Invitation")
    REMINDER_1 = "reminder_1", _("First reminder")
    REMINDER_2 = "reminder_2", _("Second reminder")
    REMINDER_3 = "reminder_3", _("Third reminder")
    LAST_CALL = "last_call", _("Last call")
    RECEIPT = "receipt", _("Receipt")
    THANKS = "thanks", _("Thank you")
    BENCHMARK = "benchmark", _("Results are ready")
    LINK = "link", _("New link")
    COLLEAGUE = "colleague", _("Shared by a colleague")
    CODE = "code", _("Code to open the answers")


class MessageState(TextChoices):
    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not needed any more")
    FAILED = "failed", _("Failed")
    BOUNCED = "bounced", _("Came back")


class Measure(TextChoices):
    """What a need measures; each is a count of companies or of people in the published cells."""

    COMPANIES_ASKING = "companies_asking", _("Companies that plan to hire")
    HIRES_PLANNED = "hires_planned", _("Planned hires in 12 months")
    HARD_TO_FILL = "hard_to_fill", _("Companies with hard-to-fill vacancies")
    SKILL_NEEDED = "skill_needed", _("Companies that need the skill")
    SKILL_URGENT = "skill_urgent", _("Companies for which the skill is urgent")


class CellStatus(TextChoices):
    PUBLISHED = "published", _("Published")
    SMALL = "small", _("Too few companies")
    PROTECTED = "protected", _("Hidden to protect another figure")
