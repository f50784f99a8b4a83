"""Giving an account another address, proved by a link to it."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from members.models import User

from .access import AccessRefused
from .letters import later

EMAIL_CHANGE_LIFE = timedelta(hours=2)
EMAIL_CHANGE_SALT = "members.email-change"
# What is sent to the old address follows to the new one; by name, because it stands in a room above.
MOVERS = ["training.following.moving.move_follower"]


def ask_email_change(user: User, *, email: str) -> None:
    """Send a link to the new address; if it has an account already, tell its owner instead."""
    taken = User.objects.filter(email__iexact=email).exists()
    token = dumps([user.pk, user.email, email], salt=EMAIL_CHANGE_SALT)
    context = {"old": user.email, "link": settings.SITE_URL + reverse("account:email-confirm", args=[token])}
    later(
        "account_email_taken" if taken else "account_email_change", email, translation.get_language(), context
    )


def read_email_change(user: User, token: str) -> str | None:
    """Return the new address of a link, if it is this account's and nothing changed since."""
    try:
        owner, old, new = loads(token, salt=EMAIL_CHANGE_SALT, max_age=EMAIL_CHANGE_LIFE)
    except BadSignature:
        return None
    return new if (owner, old) == (user.pk, user.email) else None


@transaction.atomic
def change_email(user: User, *, email: str) -> None:
    """Give an account another address and tell the old one. Raises AccessRefused when it is taken."""
    old = user.email
    user.email = email.lower()
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        user.email = old
        raise AccessRefused(_("This address cannot be used.")) from None
    # allauth would let the old address in as long as it stands in its own table.
    EmailAddress.objects.annotate(small=Lower("email")).filter(user=user).exclude(small=user.email).delete()
    for mover in MOVERS:
        import_string(mover)(old, user.email)
    later("account_email_changed", old, translation.get_language(), {"new": user.email})
