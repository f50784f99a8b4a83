"""A message as one company would get it, for looking at: nothing is stored and no link works."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.models import Person
from surveys.models import Message, Submission, Unit, UnitQuerySet

from .mails import compose

LINK = "/encuesta/e/…/"
CODE = "000000"


def sample_units() -> UnitQuerySet:
    """Return the units to take an example from, those of the newest edition first."""
    return Unit.objects.select_related("campaign").order_by("-campaign__reference_date", "name_at_launch")


def sample_mail(wave: str, unit: Unit, language: str) -> EmailMultiAlternatives:
    """Return the mail in ``language``, to an invented person, with a link and a receipt that lead nowhere."""
    with translation.override(language):
        person = Person(pk=0, given_name=_("Name"), language=language, work_email=settings.SUPPORT_EMAIL)
    message = Message(pk=0, unit=unit, person=person, wave=wave, email=settings.SUPPORT_EMAIL)
    submission = Submission(receipt_number="0000-AAAA-AAAA", at=timezone.now())
    return compose(message, link=settings.SITE_URL + LINK, submission=submission, code=CODE)
