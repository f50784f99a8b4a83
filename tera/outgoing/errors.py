"""Why another site was not asked, or what was wrong with its answer."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Trouble(TextChoices):
    """Kept with what failed, and said in the language of whoever reads it."""

    BAD_ADDRESS = "bad_address", _("This is not the address of a public web page.")
    BAD_PORT = "bad_port", _("Addresses with such a port number are not asked.")
    PASSWORD = "password", _("The address holds a user name or a password; that is not allowed.")
    NOT_PUBLIC = "not_public", _("The address leads into a private network; it is never asked.")
    UNKNOWN_NAME = "unknown_name", _("No site of this name was found.")
    UNREACHABLE = "unreachable", _("The site did not take the connection.")
    CERTIFICATE = "certificate", _("The site's certificate is not valid.")
    TOO_SLOW = "too_slow", _("The site took too long to answer.")
    TOO_LARGE = "too_large", _("The answer was larger than is read.")
    TOO_MANY_REDIRECTS = "redirects", _("The site sends from one address to the next without end.")
    BROKEN = "broken", _("The site's answer broke off or was not understood.")
    ROBOTS = "robots", _("The site's robots.txt asks not to visit this page.")
    ROBOTS_UNKNOWN = "robots_unknown", _("The site's robots.txt could not be read, so nothing was asked.")
    WRONG_TYPE = "wrong_type", _("The answer was of another kind than expected.")
    STATUS = "status", _("The site answered with an error.")


class RequestFailed(Exception):
    """Another site gave no usable answer. ``detail`` is a short fact, such as the status."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        self.trouble = trouble
        self.detail = detail
        super().__init__(f"{trouble.label} ({detail})" if detail else str(trouble.label))
