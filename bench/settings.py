"""The demonstration's settings with one more page: a bare view to compare with."""

from tera.settings import *  # noqa: F403
from tera.settings import LOGGING

ROOT_URLCONF = "bench.urls"
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "ERROR"}}
