"""Secrets of the survey's entrance: made at random, known to the database only as hashes.

The key of each hash is not in the database, so that its few digits cannot be tried out there.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

# Without letters and figures that are taken for one another on paper or by phone.
CLEAR_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_DIGITS = 6
GROUPS, GROUP_LENGTH = 3, 4


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return the HMAC-SHA256 under which a token is stored; the key is not in the database."""
    return salted_hmac("surveys.invitation", token, algorithm="sha256").hexdigest()


def new_code() -> str:
    """Return a code to mail: digits, so that any keyboard has them at hand."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def hash_code(code: str, *, of: int) -> str:
    """Return the hash of a mailed code; ``of`` is its row, so that equal digits hash differently."""
    return salted_hmac("surveys.entry_code", f"{of}:{code}", algorithm="sha256").hexdigest()


def is_code(code: str, code_hash: str, *, of: int) -> bool:
    return bool(code_hash) and constant_time_compare(hash_code(code, of=of), code_hash)


def new_access_code() -> str:
    """Return a code to tell by phone, in groups; 59 bits."""
    groups = ("".join(secrets.choice(CLEAR_ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def read_access_code(typed: str) -> str:
    """Return an access code as it was given out, however it was typed; nonsense stays nonsense."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return "-".join(letters[at : at + GROUP_LENGTH] for at in range(0, len(letters), GROUP_LENGTH))


def hash_access_code(code: str) -> str:
    return salted_hmac("surveys.access_code", code, algorithm="sha256").hexdigest()
