"""What allauth asks us: where sign-in leads, which mails it sends, how second factors are kept."""

import base64
import logging
from datetime import timedelta
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone

from members.models import User

logger = logging.getLogger(__name__)
JUST_NOW = timedelta(minutes=5)
UNKNOWN = "account/email/unknown_account"
OF_MANAGER = "account/email/manager_account"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from invitations only."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for the password again before a change of second factors, unless it was given just now."""
        user = context.request.user
        just_now = user.last_login and timezone.now() - user.last_login < JUST_NOW
        return super().is_reauthentication_required(app=app) and not just_now

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("admin:index" if request.user.is_staff else "account:home")

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send; a mail server that is away shows in the log, and the page answers as always."""
        if template_prefix == UNKNOWN and User.objects.filter(email=email.lower(), is_active=True).exists():
            template_prefix = OF_MANAGER
        context = context | {
            "site_url": settings.SITE_URL,
            "support_email": settings.SUPPORT_EMAIL,
            "sign_in_url": settings.SITE_URL + resolve_url("account_login"),
            "code_url": settings.SITE_URL + resolve_url("account_request_login_code"),
            "ask_url": settings.SITE_URL + resolve_url("account:ask"),
        }
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("mail %s could not be sent", template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted, under a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()


def cipher() -> MultiFernet:
    """Return the cipher of the newest SECRET_KEY, which also reads what an earlier one wrote."""
    return MultiFernet(
        [Fernet(derive_key(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def derive_key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tera second factor").derive(
        secret.encode()
    )
    return base64.urlsafe_b64encode(derived)
