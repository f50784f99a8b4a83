"""Secrets in the links of invitations: made at random, known to the database only as hashes."""

import secrets

from django.utils.crypto import salted_hmac


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return the HMAC-SHA256 under which a token is stored; the key is not in the database."""
    return salted_hmac("members.access_invitation", token, algorithm="sha256").hexdigest()
