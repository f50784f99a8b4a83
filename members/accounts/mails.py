"""The account mails: plain text, in the person's language, one recipient each."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation


def send(name: str, *, to: str, language: str, context: dict) -> None:
    """Compose ``emails/<name>/`` and send it; what the mail server answers is the caller's to handle."""
    context = context | {"site_url": settings.SITE_URL, "support_email": settings.SUPPORT_EMAIL}
    with translation.override(language):
        subject = render_to_string(f"emails/{name}/subject.txt", context)
        body = render_to_string(f"emails/{name}/body.txt", context)
    EmailMessage(
        # One line, so that a name with a line break in it cannot start another header.
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[to],
        reply_to=[settings.SUPPORT_EMAIL],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
