"""The tests' settings for a web server in a process of its own."""

from tera.settings_test import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
