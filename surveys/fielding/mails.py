"""Composing the survey's e-mails: in the person's language, as text and HTML, one recipient each."""

from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from privacy.objection import objection_link
from surveys.enums import Wave
from surveys.models import Message, Submission

from .recipients import PURPOSE

FOLDERS = {Wave.INVITATION: "survey_invitation", Wave.RECEIPT: "survey_receipt"}
REMINDER = "survey_reminder"


def compose(message: Message, *, link: str, submission: Submission | None) -> EmailMultiAlternatives:
    """Return the mail for a message; raises ``ValueError`` for an address that is not exactly one."""
    require_one_address(message.email)
    folder = f"emails/{FOLDERS.get(message.wave, REMINDER)}"
    stop = "" if message.wave == Wave.RECEIPT else objection_link(message.person, PURPOSE)
    context = {
        "stop": stop,
        "campaign": message.unit.campaign,
        "unit": message.unit,
        "person": message.person,
        "wave": message.wave,
        "link": link,
        "submission": submission,
        "site_url": settings.SITE_URL,
        "support_email": settings.SUPPORT_EMAIL,
    }
    with translation.override(message.person.language):
        mail = EmailMultiAlternatives(
            subject=one_line(render_to_string(f"{folder}/subject.txt", context)),
            body=render_to_string(f"{folder}/body.txt", context),
            to=[message.email],
            reply_to=[settings.SUPPORT_EMAIL],
            headers={
                # The same for each attempt, so that a mail program can drop a second copy.
                "Message-ID": f"<survey-message-{message.pk}@{sender_domain()}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        if stop:
            mail.extra_headers |= {
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
        mail.attach_alternative(render_to_string(f"{folder}/body.html", context), "text/html")
    return mail


def require_one_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValueError(_("“%(email)s” is not an e-mail address.") % {"email": one_line(email)}) from error


def one_line(text: str) -> str:
    """Return text for a header: a name with a line break in it must not start another header."""
    return " ".join(text.split())


def sender_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
