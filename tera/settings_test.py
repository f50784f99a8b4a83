"""Settings of the test suite: fast hashing, plain static files, mail kept in memory."""

from tera.settings import *  # noqa: F403
from tera.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
OUTGOING_PAUSE = 0
# Tests with real transactions empty every table between them, which the audited ones refuse.
OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
OPTIONS["options"] = f"{OPTIONS.get('options', '')} -c tera.may_truncate=on".strip()
