from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Operation(TextChoices):
    INSERT = "insert", _("Added")
    UPDATE = "update", _("Changed")
    DELETE = "delete", _("Deleted")
    READ = "read", _("Read")


class RequestKind(TextChoices):
    """The rights of articles 15 to 21 of the GDPR."""

    ACCESS = "access", _("Access")
    RECTIFICATION = "rectification", _("Rectification")
    ERASURE = "erasure", _("Erasure")
    RESTRICTION = "restriction", _("Restriction")
    PORTABILITY = "portability", _("Portability")
    OBJECTION = "objection", _("Objection")


class RequestState(TextChoices):
    OPEN = "open", pgettext_lazy("request", "Open")
    DONE = "done", pgettext_lazy("request", "Done")
    REFUSED = "refused", pgettext_lazy("request", "Refused")


class LegalBasis(TextChoices):
    """Article 6(1) of the GDPR."""

    CONSENT = "consent", _("Consent (art. 6.1.a)")
    CONTRACT = "contract", _("Contract (art. 6.1.b)")
    LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation (art. 6.1.c)")
    PUBLIC_TASK = "public_task", _("Public task (art. 6.1.e)")
    LEGITIMATE_INTEREST = "legitimate_interest", _("Legitimate interest (art. 6.1.f)")


OPEN_TO_OBJECTION = [LegalBasis.CONSENT, LegalBasis.LEGITIMATE_INTEREST]
