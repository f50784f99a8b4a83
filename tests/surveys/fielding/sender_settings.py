"""The tests' settings with a mail server that is really spoken to."""

from tera.settings_test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
