"""Composing the survey's e-mails: in the person's language, as text and HTML, one recipient each."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from privacy.objection import objection_link
from surveys.enums import ResponseState, Wave
from surveys.instrument.parser import compiled
from surveys.models import Message, Reopening, Response, Share, Submission
from tera.mailing import one_line, sender_domain

from .calendars import due_date_calendar
from .letters import fill, html_body, plain_body, words_for
from .recipients import PURPOSE

# Messages that a person asked for by acting; there is no stopping them.
ANSWERS = (Wave.RECEIPT, Wave.LINK, Wave.CODE)
WITH_CALENDAR = (Wave.NOTIFICATION, Wave.INVITATION)


def compose(
    message: Message, *, link: str, submission: Submission | None, code: str = ""
) -> EmailMultiAlternatives:
    """Return the mail for a message; raises ``ValueError`` for an address that is not exactly one."""
    require_one_address(message.email)
    stop = "" if message.wave in ANSWERS else objection_link(message.person, PURPOSE)
    with translation.override(message.person.language):
        words = words_for(message.wave, message.person.language)
        values = values_for(message, link, submission) | {"code": code}
        frame = {
            "stop": stop,
            "campaign": message.unit.campaign,
            "support_email": settings.SUPPORT_EMAIL,
            "reopening": reopening_of(message),
        }
        text = render_to_string("emails/survey/body.txt", frame | {"text": plain_body(words.body, values)})
        mail = EmailMultiAlternatives(
            subject=one_line(fill(words.subject, values)),
            body=text,
            to=[message.email],
            reply_to=[settings.SUPPORT_EMAIL],
            headers={
                # The same for each attempt, so that a mail program can drop a second copy.
                "Message-ID": message_id(message),
                "Auto-Submitted": "auto-generated",
            },
        )
        if stop:
            mail.extra_headers |= {
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
        html = render_to_string("emails/survey/body.html", frame | {"text": html_body(words.body, values)})
        mail.attach_alternative(html, "text/html")
        if message.wave in WITH_CALENDAR:
            mail.attach(*due_date_calendar(message.unit))
    return mail


def values_for(message: Message, link: str, submission: Submission | None) -> dict[str, str]:
    """Return what stands for each placeholder, in the language that is active."""
    unit, campaign = message.unit, message.unit.campaign
    share = share_of(message)
    return {
        "company": unit.name_at_launch,
        "person": message.person.given_name,
        "edition": campaign.label,
        "link": link,
        "opens": day(campaign.opens_at),
        "due": day(unit.due_at),
        "closes": day(campaign.closes_at),
        "reference": date_format(campaign.reference_date, "DATE_FORMAT"),
        "receipt": submission.receipt_number if submission else "",
        "received": date_format(timezone.localtime(submission.at), "DATETIME_FORMAT") if submission else "",
        "studies": settings.SITE_URL + reverse("study:study-list"),
        "colleague": share.asked_by if share else "",
        "part": part_of(share) if share else "",
        "help": settings.SUPPORT_EMAIL,
    }


def reopening_of(message: Message) -> Reopening | None:
    """Return why answers that were sent are open again, for the mail that brings a new link to them."""
    if message.wave != Wave.LINK:
        return None
    still_open = Response.objects.filter(unit=message.unit_id).exclude(state=ResponseState.SUBMITTED)
    newest = Submission.objects.filter(response__in=still_open).order_by("-sequence").first()
    return Reopening.objects.filter(submission=newest).first() if newest else None


def share_of(message: Message) -> Share | None:
    """Return the share that a colleague's mail tells of; its number is the occasion's beginning."""
    number = message.occasion.partition("-")[0]
    if message.wave != Wave.COLLEAGUE or not number.isdecimal():
        return None
    shares = Share.objects.select_related("response__version__questionnaire")
    return shares.filter(pk=int(number), person=message.person_id).first()


def part_of(share: Share) -> str:
    if share.handed_by_id:
        return _("the whole questionnaire, to take it over")
    sections = compiled(share.response.version).sections
    titles = {section.code: str(section.title) for section in sections}
    return titles.get(share.section) or _("the whole questionnaire")


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def message_id(message: Message) -> str:
    return f"<survey-message-{message.pk}@{sender_domain()}>"


def require_one_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValueError(_("“%(email)s” is not an e-mail address.") % {"email": one_line(email)}) from error
