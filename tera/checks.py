"""What the database server must offer; asked before every `migrate` and by `check --database default`."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

OLDEST = 15
ADVICE = (
    "Create it with: CREATE DATABASE tera OWNER tera TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' "
    "(any UTF-8 locale will do)."
)


@register(Tags.database)
def check_server(app_configs: object = None, databases: list[str] | None = None, **options) -> list[Error]:
    return [error for alias in databases or [] for error in server_errors(alias)]


@register(Tags.security)
def check_sign_in(app_configs: object = None, **options) -> list[Error]:
    """Refuse what the environment refuses too, should a settings file of one's own switch it on."""
    if settings.ONE_STEP_SIGN_IN and settings.MODE != "demo":
        return [
            Error(
                "ONE_STEP_SIGN_IN is for the demonstration only: it takes no second factor.", id="tera.E003"
            )
        ]
    return []


@register(Tags.security)
def check_outgoing(app_configs: object = None, **options) -> list[Error]:
    """Refuse a settings file of one's own that opens the private network to the catalogue's sources."""
    if settings.OUTGOING_PRIVATE_ADDRESSES and settings.MODE == "production":
        message = "OUTGOING_PRIVATE_ADDRESSES lets other people's addresses lead into the private network."
        return [Error(message, id="tera.E004")]
    return []


def server_errors(alias: str) -> list[Error]:
    with connections[alias].cursor() as cursor:
        # With the locale C, capital letters with accents have no small ones, and search misses them.
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000, "
            "current_setting('server_encoding'), lower('Ñ') = 'ñ'"
        )
        version, encoding, knows_letters = cursor.fetchone()
    errors = []
    if version < OLDEST:
        errors.append(
            Error(
                f"PostgreSQL {OLDEST} or newer is needed; this server is version {version}.", id="tera.E001"
            )
        )
    if encoding != "UTF8" or not knows_letters:
        errors.append(
            Error(
                f"The database must be UTF-8 with a UTF-8 locale; it is {encoding}.",
                hint=ADVICE,
                id="tera.E002",
            )
        )
    return errors
