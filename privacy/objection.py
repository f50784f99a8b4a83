"""Saying "no more" from a link in a mail: the link names the person, a press of a button says it."""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from members.models import Person

from .models import Consent, Purpose

SALT = "privacy.objection"


def objection_link(person: Person, purpose: str) -> str:
    token = signing.dumps([person.pk, purpose], salt=SALT)
    with translation.override(person.language):
        return settings.SITE_URL + reverse("privacy:objection", args=[token])


def read_token(token: str) -> tuple[Person, Purpose] | None:
    try:
        person, purpose = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    found = Person.objects.filter(pk=person).first(), Purpose.objects.filter(code=purpose).first()
    return found if all(found) else None


@transaction.atomic
def object_to(person: Person, purpose: Purpose, *, evidence: str) -> Consent:
    """Record that a person wants no more of a purpose; saying it twice keeps the first date."""
    consent, _created = Consent.objects.select_for_update().get_or_create(
        person=person, purpose=purpose, defaults={"withdrawn_at": timezone.now(), "evidence": evidence}
    )
    if consent.withdrawn_at is None:
        consent.withdrawn_at = timezone.now()
        consent.evidence = evidence
        consent.save()
    return consent
