"""Account mails, sent by the worker once the change they tell of is committed."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from members.accounts.tasks import send_account_mail
from members.enums import PanelRole
from members.models import User


def later(name: str, to: str, language: str, context: dict) -> None:
    """Have a mail sent by the worker once the current transaction is committed."""
    transaction.on_commit(lambda: send_account_mail.enqueue(name, to, language, context))


def language_of(user: User) -> str:
    person = getattr(user, "person", None)
    return person.language if person else settings.LANGUAGE_CODE


def managers() -> Iterable[User]:
    """Return those of the team who answer requests."""
    team = User.objects.filter(is_active=True, is_staff=True)
    return team.filter(Q(is_superuser=True) | Q(groups__name=PanelRole.MANAGER)).distinct()
