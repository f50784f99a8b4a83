from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ProviderType(TextChoices):
    UNIVERSITY = "university", _("University")
    FP_PUBLIC = "fp_public", _("Public vocational training")
    FP_PRIVATE = "fp_private", _("Private vocational training")
    ADULT_EDUCATION = "adult_education", _("Adult education")
    NON_REGULATED = "non_regulated", _("Non-regulated centre")
    FOUNDATION = "foundation", _("Foundation")
    VENDOR = "vendor", _("Technology vendor")
    PUBLIC_EMPLOYMENT = "public_employment_service", _("Public employment service")
    COMPANY = "company", _("Company")


class OfferKind(TextChoices):
    """ELM learning-opportunity types."""

    COURSE = "course", _("Course")
    MOOC = "mooc", _("Open online course")
    PROGRAMME = "programme", _("Educational programme")
    SHORT_PROGRAMME = "short_programme", _("Short learning programme")
    MODULE = "module", _("Programme module")
    APPRENTICESHIP = "apprenticeship", _("Apprenticeship")


class OfferStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class CourseMode(TextChoices):
    ONLINE = "online", _("Online")
    ONSITE = "onsite", _("On site")
    BLENDED = "blended", _("Blended")
    WORK_BASED = "work_based", _("Work-based")


class PriceCategory(TextChoices):
    """schema.org Offer.category."""

    FREE = "free", _("Free")
    PARTIALLY_FREE = "partially_free", _("Free, certificate paid")
    SUBSCRIPTION = "subscription", _("Subscription")
    PAID = "paid", _("Paid")


class Funding(TextChoices):
    """Who pays for a place, where the price alone does not say."""

    EMPLOYMENT_SERVICE = "emcan", _("Regional employment service (EMCAN)")
    FUNDAE_GRANT = "fundae_grant", _("FUNDAE, subsidised")
    FUNDAE_CREDIT = "fundae_credit", _("The employer, with FUNDAE credit")
    EUROPEAN = "eu", _("European funds")
    FOUNDATION = "foundation", _("A foundation")
    GRANT = "grant", _("A grant or scholarship")
    SELF = "self", _("The person who enrols")


class CredentialType(TextChoices):
    """What somebody who passes takes home."""

    NONE = "none", _("No certificate")
    ATTENDANCE = "attendance", _("Certificate of attendance")
    ACHIEVEMENT = "achievement", _("Certificate of achievement")
    MICRO_CREDENTIAL = "micro_credential", _("Micro-credential")
    PROFESSIONAL_CERTIFICATE = "professional_certificate", _("Professional certificate")
    FP_TITLE = "fp_title", _("Vocational training title")
    OFFICIAL_DEGREE = "official_degree", _("Official university degree")
    OWN_TITLE = "own_title", _("University's own title")
    VENDOR_CERTIFICATION = "vendor_certification", _("Technology vendor's certification")


class Enrolment(TextChoices):
    """When an edition can be entered, as the filter asks it."""

    OPEN = "abierta", _("Enrolment open now")
    THIS_MONTH = "este-mes", _("Starts this month")
    THREE_MONTHS = "tres-meses", _("Starts in the next three months")
    ANY_TIME = "siempre", _("At any time")


class Duration(TextChoices):
    """Bands of hours; each goes up to its number."""

    UP_TO_20 = "20", _("Up to 20 hours")
    UP_TO_60 = "60", _("21 to 60 hours")
    UP_TO_200 = "200", _("61 to 200 hours")
    UP_TO_600 = "600", _("201 to 600 hours")
    LONGER = "mas", _("More than 600 hours")


class DisplayLevel(TextChoices):
    INITIAL = "initial", _("Initial")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class RegulationType(TextChoices):
    FP_ACCREDITATION = "fp_accreditation", _("Partial accreditation of competence")
    FP_COMPETENCE = "fp_competence", _("Certificate of competence")
    FP_TITLE = "fp_title", _("Vocational training title")
    FP_SPECIALISATION = "fp_specialisation", _("Vocational specialisation course")
    CERTIFICATE = "certificate", _("Professional certificate")
    OFFICIAL_DEGREE = "official_degree", _("Official university degree")
    OWN_TITLE = "own_title", _("University's own title")


class Grade(TextChoices):
    """The grades of Spain's vocational training (RD 659/2023), each a kind of regulated title."""

    A = "a", _("Grade A: partial accreditation of competence")
    B = "b", _("Grade B: certificate of competence")
    C = "c", _("Grade C: professional certificate")
    D = "d", _("Grade D: vocational training cycle")
    E = "e", _("Grade E: specialisation course")


# A title's kind says its grade, so that nobody has to enter it.
GRADES = {
    RegulationType.FP_ACCREDITATION: Grade.A,
    RegulationType.FP_COMPETENCE: Grade.B,
    RegulationType.CERTIFICATE: Grade.C,
    RegulationType.FP_TITLE: Grade.D,
    RegulationType.FP_SPECIALISATION: Grade.E,
}


class Audience(TextChoices):
    UNEMPLOYED = "unemployed", _("Unemployed people")
    EMPLOYED = "employed", _("Employed people")
    STUDENT = "student", _("Students")
    SELF_EMPLOYED = "self_employed", _("Self-employed people")
    ANYONE = "anyone", _("Anyone")


class EventStatus(TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    FULL = "full", _("Full")


class OfferLanguage(TextChoices):
    SPANISH = "es", _("Spanish")
    ENGLISH = "en", _("English")


class SortOrder(TextChoices):
    """Values of ``orden`` in the catalogue's address, the same in both languages."""

    RELEVANCE = "relevancia", _("Relevance")
    DATE = "fecha", _("Next date")
    DEMAND = "demanda", _("Most asked for by companies")
    NEWEST = "recientes", _("Newest")
    SHORTEST = "duracion", _("Shortest first")
    NAME = "nombre", _("Name")


class OutcomeScope(TextChoices):
    """Whose figures an outcome tells."""

    EDITION = "edition", _("One edition")
    OFFER = "offer", _("The offer")
    PROGRAMME = "programme", _("A whole programme")


class ProblemKind(TextChoices):
    """What a visitor may find wrong with an offer."""

    GONE = "gone", _("It is not offered any more")
    LINK = "link", _("A link does not work")
    DATES = "dates", _("The dates are wrong")
    PRICE = "price", _("The price is wrong")
    OTHER = "other", _("Something else")


class Frequency(TextChoices):
    """How often somebody hears of what is new."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Once a week")


class DigestState(TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent, or in doubt")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not wanted any more")
    FAILED = "failed", _("Refused")


class LinkOrigin(TextChoices):
    PROVIDER = "provider", _("Provider")
    CURATOR = "curator", _("Cluster")
    IMPORT = "import", _("Import")
    SUGGESTED = "suggested", _("Suggested")


class RevisionState(TextChoices):
    """What became of a change that a provider proposes."""

    PENDING = "pending", _("Waiting for the cluster")
    RETURNED = "returned", _("Sent back")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SameOffer(TextChoices):
    """Why two offers may be one."""

    PAGE = "page", _("Same page")
    NAME = "name", _("Same name")
    LIKE_HERE = "like_here", _("Similar name, same provider")
    LIKE_ELSEWHERE = "like_away", _("Similar name, another provider")


class AskedFor(TextChoices):
    """Why a provider's people got a letter about an offer."""

    CONFIRMATION = "confirm", _("Not confirmed for long")
    ENDS_IN_90 = "ends_90", _("Last edition ends within 90 days")
    ENDS_IN_30 = "ends_30", _("Last edition ends within 30 days")
    ENDS_IN_7 = "ends_7", _("Last edition ends within 7 days")


class ValueOrigin(TextChoices):
    """Where one value of an offer came from."""

    BASELINE = "baseline", _("Starting content")
    PANEL = "panel", _("Panel")
    PROVIDER = "provider", _("Provider")
    IMPORT = "import", _("Import")
    HARVEST = "harvest", _("Harvest")


class EditionState(IntegerChoices):
    """What a visitor can do with an edition today, best first: computed, never stored."""

    OPEN = 0, _("Enrolment open")
    ALWAYS_OPEN = 1, _("Open all the time")
    OPENS_SOON = 2, _("Enrolment opens later")
    UNKNOWN = 3, _("Dates to be confirmed")
    CLOSED = 4, _("Enrolment closed, not yet started")
    UNDER_WAY = 5, _("Under way")
    ENDED = 6, _("Ended")
    CANCELLED = 7, _("Cancelled")


class SourceKind(TextChoices):
    """How a provider's site tells what it offers."""

    PAGES = "pages", _("Pages of the site (sitemap with JSON-LD)")
    FEED = "feed", _("Feed (RSS or Atom)")
    CALENDAR = "calendar", _("Calendar (iCal)")
    TABLE = "table", _("Table (CSV, with the columns of our export)")


class SourceState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("In use")
    PAUSED = "paused", _("Paused")


class SourceRhythm(TextChoices):
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MANUAL = "manual", _("Only when somebody asks for it")


class HarvestState(TextChoices):
    """How far a visit to a source has come. An alarm changed nothing."""

    QUEUED = "queued", _("Waiting for the worker")
    RUNNING = "running", _("Reading")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    ALARM = "alarm", _("Alarm: too few offers")
