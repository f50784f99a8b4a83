"""The tests' settings with tasks that a worker does, which may read sites on this machine."""

from tera.settings_test import *  # noqa: F403

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
OUTGOING_PRIVATE_ADDRESSES = ["127.0.0.1"]
