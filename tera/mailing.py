"""What a mail server's answer means, and what may stand in a header."""

from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings


def is_temporary(error: SMTPException) -> bool:
    """Tell whether the server said 4xx: not taken, and worth another attempt (RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [answer[0] for answer in error.recipients.values()]
    elif isinstance(error, SMTPResponseException):
        codes = [error.smtp_code]
    else:
        codes = []
    return bool(codes) and all(400 <= code < 500 for code in codes)


def refusal_text(error: SMTPException) -> str:
    """Return what the mail server said, in its words."""
    answers = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else [error.args]
    return " ".join(
        part.decode(errors="replace") if isinstance(part, bytes) else str(part)
        for answer in answers
        for part in answer
    )


def one_line(text: str) -> str:
    """Return text for a header: a name with a line break in it must not start another header."""
    return " ".join(text.split())


def sender_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
