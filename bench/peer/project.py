"""The Django project that the peer runs in: as its documentation asks, on the stock middleware."""

SETTINGS = """
import os
from urllib.parse import unquote, urlsplit

from django.utils.crypto import get_random_string

url = urlsplit(os.environ["PEER_DATABASE_URL"])
SECRET_KEY = os.environ.get("PEER_SECRET_KEY") or get_random_string(50)
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "survey",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "peer.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path[1:],
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": url.port or "",
        "CONN_MAX_AGE": None,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGES = [("en", "English")]
STATIC_URL = "/static/"
USE_TZ = True
CHOICES_SEPARATOR = ","
USER_DID_NOT_ANSWER = "Left blank"
LOGGING = {"version": 1, "disable_existing_loggers": True}
"""

URLS = """
from django.urls import include, path

urlpatterns = [path("survey/", include("survey.urls"))]
"""

WSGI = """
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peer.settings")
application = get_wsgi_application()
"""

# Prints the survey's address and the names of its questions' fields, in order.
FILL = """
import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "peer.settings"
django.setup()

from django.core.management import call_command
from survey.models import Question, Survey

call_command("migrate", verbosity=0, interactive=False)
survey = Survey.objects.create(name="Twenty questions", description="", need_logged_user=False)
kinds = {"number": "integer", "single": "select", "multiple": "select-multiple", "long_text": "text"}
names = [
    Question.objects.create(
        survey=survey, text=text, order=place, required=True, type=kinds[kind], choices=", ".join(choices)
    ).pk
    for place, (text, kind, choices) in enumerate(json.load(sys.stdin))
]
print(json.dumps({"path": survey.get_absolute_url(), "fields": [f"question_{pk}" for pk in names]}))
"""
