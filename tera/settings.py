"""Settings of every mode (production, demo, test), read from the environment.

See ``docs/operators.md`` for the variables.
"""

import importlib.util
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_EVAL
from django.utils.translation import gettext_lazy as _

from tera import environment
from tera.admin_theme import UNFOLD  # noqa: F401 - a Django setting
from tera.postgres.cluster import cluster
from tera.rate_limits import ACCOUNT_RATE_LIMITS  # noqa: F401 - a Django setting

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = BASE_DIR / ".data"
MODE = environment.mode()
DEMO = MODE == "demo"
DEMO_MANAGER = "manager@demo.tera.example"
DEMO_COMPANY = "company@demo.tera.example"
DEMO_PROVIDER = "provider@demo.tera.example"

SECRET_KEY = environment.secret_key(STATE_DIR)
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
DEBUG = environment.debug()
SITE_URL = environment.required(
    "SITE_URL",
    f"http://127.0.0.1:{environment.number('PORT', 8000)}",
    why="links in mails start with it, such as https://tera.example.",
).rstrip("/")
ALLOWED_HOSTS = environment.hosts()
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "tera",
    "modeltranslation",
    # The plain config: the other one would put Unfold's own admin site in the place of ours.
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "tera.apps.TeraAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "jobs",
    "skills",
    "members",
    "privacy",
    "surveys",
    "training",
    "actionplan",
    "study",
]

MIDDLEWARE = [
    "tera.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "tera.middleware.SoundCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tera.middleware.PrivateMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "privacy.contexts.AuditMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tera.second_factor.SecondFactorMiddleware",
    "members.accounts.sessions.SeenMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tera.middleware.RefusedMethodMiddleware",
]

CSRF_FAILURE_VIEW = "tera.views.form_too_old"
ROOT_URLCONF = "tera.urls"
WSGI_APPLICATION = "tera.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tera.context.site",
            ],
            "builtins": ["tera.templatetags.components"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": environment.database(cluster(BASE_DIR, MODE).url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that rate limits hold across processes; the table comes with a migration.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "members.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Companies sign in with a code by e-mail; managers with a password and a second factor. docs/decisions/0006.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "account:home"
ONE_STEP_SIGN_IN = environment.one_step_sign_in()
ACCOUNT_ADAPTER = "members.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up, but allauth takes from here that accounts may have a password.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "login": "members.accounts.forms.PasswordForm",
    "request_login_code": "members.accounts.forms.CodeRequestForm",
    "reset_password": "members.accounts.forms.PasswordResetForm",
}
MFA_ADAPTER = "members.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "TERA"
# One step to either side: a phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Madrid"
USE_TZ = True
FORMAT_MODULE_PATH = "tera.formats"
USE_THOUSAND_SEPARATOR = True
MODELTRANSLATION_DEFAULT_LANGUAGE = "es"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("es", "en")
# Ours, since the default is an address of a content network.
JQUERY_UI_URL = "js/translation_tabs.js"


def package_folder(name: str) -> Path:
    """Return the folder of an installed package without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(next(iter(spec.submodule_search_locations)))


STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", package_folder("bootstrap")),
    ("fonts/source-serif", package_folder("font_source_serif_pro") / "files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tera.static_files.StaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = BASE_DIR / "media"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Clúster TERA <encuesta@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
# How many survey messages may go out in a minute; 0 is as many as the server takes.
SURVEY_MAIL_PER_MINUTE = environment.number("SURVEY_MAIL_PER_MINUTE", 0)
# What the mail provider shows when it tells of a message that came back; without it, it cannot.
SURVEY_BOUNCE_TOKEN = environment.text("SURVEY_BOUNCE_TOKEN")
# From so many published offers on, the catalogue is searched in memory; docs/decisions/0014.
FAST_SEARCH_FROM = environment.number("FAST_SEARCH_FROM", 1_000)
if DEMO and not environment.text("EMAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = STATE_DIR / "mail"

# Requests to other sites: seconds between two to one site, and numeric addresses, otherwise private, of a
# site that the tests or the demonstration run themselves.
OUTGOING_PAUSE = environment.number("OUTGOING_PAUSE", 1)
OUTGOING_PRIVATE_ADDRESSES = environment.private_addresses()

# No public cell with fewer contributing companies than this; never under 3.
DISCLOSURE_MINIMUM = max(3, environment.number("DISCLOSURE_MINIMUM", 5))
SUPPORT_EMAIL = environment.text("SUPPORT_EMAIL", "encuesta@example.org")
STYLEGUIDE = DEBUG or MODE != "production"

SECURE = MODE == "production"
SECURE_SSL_REDIRECT = SECURE and environment.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Rate limits count by the visitor's address, which the last proxy adds to X-Forwarded-For.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
if SECURE:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_ENGINE = "tera.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Seconds: how long a company's browser may answer without activity, how long at most, and how long
# before the end it is warned; never under the minute that WCAG 2.2.1 is content with twenty seconds of.
SURVEY_SESSION_AGE = 12 * 60 * 60
SURVEY_SESSION_LONGEST = 24 * 60 * 60
SURVEY_SESSION_WARNING = 5 * 60
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = {"camera": [], "geolocation": [], "microphone": [], "payment": []}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# A question of 200 choices, as many as its form takes, has seven fields for each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Unfold's menus are Alpine.js expressions, which need `eval`; docs/decisions/0003 says why only there.
ADMIN_SCRIPT_SOURCES = [SELF, UNSAFE_EVAL]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "tera.middleware.RequestIdFilter"},
        "keys": {"()": "tera.logs.KeyFilter"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id", "keys"]}
    },
    "root": {
        "handlers": ["console"],
        "level": environment.text("LOG_LEVEL", "INFO" if not DEMO else "WARNING"),
    },
}
