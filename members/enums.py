from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
