from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(TextChoices):
    COMPANY = "company", _("Company")
    SELF_EMPLOYED = "self_employed", _("Self-employed")
    UNIVERSITY = "university", _("University")
    VOCATIONAL_CENTRE = "vocational_centre", _("Vocational training centre")
    TECHNOLOGY_CENTRE = "technology_centre", _("Technology centre")
    PUBLIC_BODY = "public_body", _("Public body")
    ASSOCIATION = "association", _("Association")
    FOUNDATION = "foundation", _("Foundation")
    OTHER = "other", _("Other")


class IdentifierScheme(TextChoices):
    NIF = "ES-NIF", _("NIF (Spain)")
    VAT = "VAT", _("VAT number (abroad)")
    LEI = "LEI", _("LEI")
    OTHER = "other", _("Other register")


class FactSource(TextChoices):
    SURVEY = "survey", _("Survey")
    SELF = "self", _("Declared by the organisation")
    IMPORT = "import", _("Import")
    REGISTRY = "registry", _("Public register")


class EndReason(TextChoices):
    VOLUNTARY = "voluntary", _("Left of its own accord")
    NON_PAYMENT = "non_payment", _("Unpaid dues")
    MERGER = "merger", _("Merger")
    CLOSURE = "closure", _("Closed down")
    EXPELLED = "expelled", _("Expelled")
    OTHER = "other", _("Other")


class PostRole(TextChoices):
    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    CEO = "ceo", _("Chief executive")
    HR = "hr", _("Human resources")
    TRAINING = "training", _("Training")
    TECHNICAL = "technical", _("Technical")
    SURVEY_CONTACT = "survey_contact", _("Survey contact")
    OTHER = "other", _("Other")


class EuBand(TextChoices):
    """Size in the EU's definition (Recommendation 2003/361/EC), for one enterprise by itself."""

    MICRO = "micro", _("Micro")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")
    UNKNOWN = "unknown", _("Unknown")


class SizeBand(TextChoices):
    """Headcount bands of the survey; 10–25 is the study's own and not an EU band."""

    NONE = "0", _("No employees")
    MICRO = "1-9", _("1–9")
    SMALL = "10-25", _("10–25")
    SMALL_PLUS = "26-49", _("26–49")
    MEDIUM = "50-249", _("50–249")
    LARGE = "250+", _("250 or more")
    UNKNOWN = "unknown", _("Unknown")

    @classmethod
    def of(cls, headcount: int | None) -> "SizeBand":
        """Return the band of a headcount in people; ``None`` is unknown, never zero."""
        if headcount is None:
            return cls.UNKNOWN
        return next(band for band in cls if band.limits and headcount <= band.limits[1])

    @property
    def limits(self) -> tuple[int, int] | None:
        """The least and the most people of the band; None for the unknown one."""
        return SIZE_LIMITS.get(self)


SIZE_LIMITS = {
    SizeBand.NONE: (0, 0),
    SizeBand.MICRO: (1, 9),
    SizeBand.SMALL: (10, 25),
    SizeBand.SMALL_PLUS: (26, 49),
    SizeBand.MEDIUM: (50, 249),
    # The most that a PositiveIntegerField holds.
    SizeBand.LARGE: (250, 2_147_483_647),
}


class ActivityClassification(TextChoices):
    """The editions of the national classification; a code means nothing without its own."""

    CNAE_2009 = "CNAE-2009", "CNAE-2009"
    CNAE_2025 = "CNAE-2025", "CNAE-2025"


class Market(TextChoices):
    REGIONAL = "regional", _("Cantabria")
    NATIONAL = "national", _("Spain")
    INTERNATIONAL = "international", _("International")


class TurnoverBand(TextChoices):
    """Yearly turnover, cut where the EU definition of SME cuts it (Recommendation 2003/361/EC)."""

    MICRO = "to-2m", _("Up to 2 million €")
    SMALL = "2m-10m", _("Over 2 and up to 10 million €")
    MEDIUM = "10m-50m", _("Over 10 and up to 50 million €")
    LARGE = "over-50m", _("Over 50 million €")


class BalanceBand(TextChoices):
    """Balance-sheet total, cut where the EU definition of SME cuts it."""

    MICRO = "to-2m", _("Up to 2 million €")
    SMALL = "2m-10m", _("Over 2 and up to 10 million €")
    MEDIUM = "10m-43m", _("Over 10 and up to 43 million €")
    LARGE = "over-43m", _("Over 43 million €")


class JoinReason(TextChoices):
    FOUNDER = "founder", _("Founding member")
    OWN_REQUEST = "own_request", _("Own request")
    INVITED = "invited", _("Invited by a member or the cluster")
    PROGRAMME = "programme", _("Through a programme or project")
    OTHER = "other", _("Other")


class BodyKind(TextChoices):
    ASSEMBLY = "assembly", _("General assembly")
    BOARD = "board", _("Board")
    COMMISSION = "commission", _("Commission")
    WORKING_GROUP = "working_group", _("Working group")


class BodyRole(TextChoices):
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    SECRETARY = "secretary", _("Secretary")
    TREASURER = "treasurer", _("Treasurer")
    MANAGER = "manager", _("Manager")
    MEMBER = "member", _("Member")


# One person at a time in each body.
EXCLUSIVE_ROLES = [BodyRole.CHAIR, BodyRole.SECRETARY, BodyRole.TREASURER, BodyRole.MANAGER]


class AgreementKind(TextChoices):
    AGREEMENT = "agreement", _("Agreement")
    ADDENDUM = "addendum", _("Addendum")
    PROTOCOL = "protocol", _("Protocol of intent")


class Audience(TextChoices):
    """Who may read a field of the directory, from all to few."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Members of the cluster")
    MANAGER = "manager", _("Only the managers")

    @property
    def may_read(self) -> list["Audience"]:
        """The levels that this audience reads: its own and the wider ones."""
        return list(Audience)[: list(Audience).index(self) + 1]


class DirectoryField(TextChoices):
    """What the directory may say of an organisation, each for an audience of its own."""

    LEGAL_NAME = "legal_name", _("Legal name")
    OTHER_NAMES = "other_names", _("Other names")
    DESCRIPTION = "description", _("Description")
    WEBSITE = "website", _("Website")
    MUNICIPALITY = "municipality", _("Municipality")
    ACTIVITIES = "activities", _("Activity")
    TECHNOLOGIES = "technologies", _("Technologies")
    MEMBER_SINCE = "member_since", _("Member since")
    SIZE = "size", _("Size")
    EMAIL = "contact_email", _("Contact e-mail")
    PHONE = "contact_phone", _("Contact phone")
    NIF = "nif", _("NIF")

    @property
    def default_audience(self) -> Audience:
        return DEFAULT_AUDIENCES.get(self, Audience.PUBLIC)


# The others are what a company publishes of itself.
DEFAULT_AUDIENCES = {
    DirectoryField.SIZE: Audience.MEMBERS,
    DirectoryField.EMAIL: Audience.MEMBERS,
    DirectoryField.PHONE: Audience.MEMBERS,
    DirectoryField.NIF: Audience.MANAGER,
}


class ImportState(TextChoices):
    WAITING = "waiting", _("Waiting")
    APPLIED = "applied", _("Imported")


class ImportStatus(TextChoices):
    """What an import would do with one row."""

    ERROR = "error", _("Error")
    NEW = "new", _("New")
    CHANGED = "changed", pgettext_lazy("row of a file", "Changed")
    UNCHANGED = "unchanged", _("Unchanged")


class ImportWork(TextChoices):
    """What the worker does with a file that is too big to be waited for."""

    CHECK = "check", _("Checking the rows")
    WRITE = "write", _("Importing")


class AccountRole(TextChoices):
    """What a person may do for one organisation; permissions.py says what each includes."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    VIEWER = "viewer", _("Viewer")
    RESPONDENT = "respondent", _("Survey respondent")


class RequestState(TextChoices):
    PENDING = "pending", _("Waiting")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class ChangeState(TextChoices):
    """Where a proposed change of an organisation's identity stands."""

    PENDING = "pending", _("Waiting")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OUTDATED = "outdated", _("Outdated")


class PanelRole(TextChoices):
    """What a member of the cluster's team may do in the admin panel; roles.py says what each includes."""

    MANAGER = "manager", _("Manager")
    EDITOR = "editor", _("Editor")
    AUDITOR = "auditor", _("Auditor (read only)")


class MergeOutcome(TextChoices):
    """What a merge does with a row of the record that disappears."""

    MOVES = "moves", _("Moves over")
    FOLDED = "folded", _("Completes the row that stays")
    DROPPED = "dropped", _("Left out: already there")
    ABSORBED = "absorbed", _("What hangs from it moves over")
    STOPS = "stops", _("Prevents the merge")


class DuplicateReason(TextChoices):
    NUMBER = "number", _("Same number")
    NAME = "name", _("Same name")
    DOMAIN = "domain", _("Same website")
    SIMILAR = "similar", _("Similar name")
