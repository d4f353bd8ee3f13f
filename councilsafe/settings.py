"""Every setting, read from the environment once. What is missing or wrong stops the start and says what to do."""

import logging
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate
from pyrage import IdentityError, x25519

from councilsafe import sweeps

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
NEW_EVIDENCE_KEY = 'python -c "from pyrage import x25519; print(x25519.Identity.generate())"'


def required(name: str, fix: str) -> str:
    if value := env.str(name, "").strip():
        return value
    raise ImproperlyConfigured(f"{name} is not set. {fix}")


def evidence_keys() -> list[str]:
    """The age identities that open evidence. The first of them is the one that closes it."""
    keys = required("EVIDENCE_KEYS", f"Set it to a key made with: {NEW_EVIDENCE_KEY}").replace(",", " ").split()
    for number, key in enumerate(keys, start=1):
        try:
            x25519.Identity.from_str(key)
        except IdentityError as error:
            fix = f"Make one with: {NEW_EVIDENCE_KEY}"
            raise ImproperlyConfigured(f"EVIDENCE_KEYS: number {number} is no key. {fix}") from error
    return keys


def check_outgoing(name: str, url: str) -> None:
    """Nothing leaves this machine unencrypted."""
    address = urlsplit(url)
    if (
        url
        and (address.scheme, address.hostname) != ("http", "127.0.0.1")
        and not (address.scheme == "https" and address.hostname)
    ):
        raise ImproperlyConfigured(f"{name} is not an address that starts with https://.")


def names(setting: str) -> list[str]:
    found: list[str] = env.list(setting, [])
    return [name.strip() for name in found]


def wall_time(name: str, default: str) -> str:
    try:
        return time.fromisoformat(env.str(name, default)).strftime("%H:%M")
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no time of day. Set it like {default}.") from error


# How it runs -----------------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", False)
DEMO_MODE_CHOICES = ("off", "on", "on-without-debug")
_demo = env.str("DEMO_MODE", "off")
if _demo not in DEMO_MODE_CHOICES:
    raise ImproperlyConfigured(f"DEMO_MODE is {_demo!r}. Set it to one of: {', '.join(DEMO_MODE_CHOICES)}.")
if _demo == "on" and not DEBUG:
    raise ImproperlyConfigured(
        "DEMO_MODE is on but DEBUG is off, and demo accounts have a public password. "
        "Set DEMO_MODE=off, or DEMO_MODE=on-without-debug if this machine only shows a demonstration."
    )
DEMO_MODE = _demo != "off"

SECRET_KEY = required("SECRET_KEY", "Set it to a long random text, the same for web, worker and beat.")
EVIDENCE_KEYS = evidence_keys()
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
COUNCIL_NAME = env.str("COUNCIL_NAME", "Wexcombe Council")

# Made of ---------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "csp",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "councilsafe.govuk",
    "councilsafe.audit",
    "councilsafe.accounts",
    "councilsafe.notifications",
    "councilsafe.duty",
    "incidents",
    "riskassess",
    "triage",
    "insight",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "councilsafe.govuk.middleware.NoStoreMiddleware",
    "councilsafe.govuk.middleware.NoNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "councilsafe.urls"
WSGI_APPLICATION = "councilsafe.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "councilsafe.accounts.context.shell",
                "councilsafe.notifications.reader.notices",
            ],
            "builtins": ["councilsafe.govuk.templatetags.govuk"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

# Kept in ---------------------------------------------------------------------------------------------------------

required("DATABASE_URL", "Set it to the address of a PostgreSQL database: postgresql://user:password@host/name.")
_database = env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)
_database["OPTIONS"] = {"connect_timeout": 2} | _database.get("OPTIONS", {})  # seconds; the address may say otherwise
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Sign-in limits live in the database: a broker that is down must not lock anybody out or let anybody in.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "councilsafe_cache"},
}
EVIDENCE_DIR = Path(env.str("EVIDENCE_DIR", str(DATA_DIR / "evidence")))
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", "")  # without one, evidence is not scanned
if CLAMD_ADDRESS and not CLAMD_ADDRESS.startswith(("tcp://", "unix:///")):
    raise ImproperlyConfigured("CLAMD_ADDRESS is not an address. Set it to tcp://host:3310 or unix:///path.")
FILE_UPLOAD_HANDLERS = ["incidents.evidence.uploads.NoFiles"]  # an address that takes files says so itself
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static", DATA_DIR / "frontend"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "councilsafe.govuk.storage.StaticStorage"},
}

# Who comes in ----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["councilsafe.notifications.reader.ReaderBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "councilsafe.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "councilsafe.accounts.forms.LoginForm",
    "reset_password": "councilsafe.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "councilsafe.accounts.forms.ResetPasswordKeyForm",
    "change_password": "councilsafe.accounts.forms.ChangePasswordForm",
    "reauthenticate": "councilsafe.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# What browsers are told ------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# What goes out ---------------------------------------------------------------------------------------------------

# GOV.UK Notify for email, for text messages, or for both; without it, email goes by a mail server.
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", "").strip()
NOTIFY_URL = env.str("NOTIFY_URL", "https://api.notifications.service.gov.uk").rstrip("/")
NOTIFY_EMAIL_TEMPLATE = env.str("NOTIFY_EMAIL_TEMPLATE", "")
NOTIFY_SMS_TEMPLATE = env.str("NOTIFY_SMS_TEMPLATE", "")
NOTIFY_CALLBACK_TOKEN = env.str("NOTIFY_CALLBACK_TOKEN", "").strip()  # without one, Notify is asked
CHAT_WEBHOOK_URL = env.str("CHAT_WEBHOOK_URL", "")
CHAT_WEBHOOK_SECRET = env.str("CHAT_WEBHOOK_SECRET", "").strip()
check_outgoing("NOTIFY_URL", NOTIFY_URL)
check_outgoing("CHAT_WEBHOOK_URL", CHAT_WEBHOOK_URL)
if NOTIFY_API_KEY and (len(NOTIFY_API_KEY) < 73 or not (NOTIFY_EMAIL_TEMPLATE or NOTIFY_SMS_TEMPLATE)):
    raise ImproperlyConfigured(
        "NOTIFY_API_KEY is no key, or has no template. Copy the whole key from GOV.UK Notify, and set "
        "NOTIFY_EMAIL_TEMPLATE, NOTIFY_SMS_TEMPLATE or both."
    )
if NOTIFY_CALLBACK_TOKEN and len(NOTIFY_CALLBACK_TOKEN) < 20:
    raise ImproperlyConfigured("NOTIFY_CALLBACK_TOKEN is too short. Set it to a long random text.")
if CHAT_WEBHOOK_URL and len(CHAT_WEBHOOK_SECRET) < 20:
    raise ImproperlyConfigured("CHAT_WEBHOOK_SECRET is missing or too short. Set it to a long random text.")

_channels = "councilsafe.notifications.channels"
if DEMO_MODE:
    EMAIL_BACKEND = "councilsafe.notifications.mailbox.MailboxBackend"
    SMS_BACKEND = "councilsafe.notifications.mailbox.keep_text"
    CHAT_BACKEND = "councilsafe.notifications.mailbox.keep_post"
else:
    _by_notify = NOTIFY_API_KEY and NOTIFY_EMAIL_TEMPLATE
    EMAIL_BACKEND = f"{_channels}.notify.EmailBackend" if _by_notify else "django.core.mail.backends.smtp.EmailBackend"
    SMS_BACKEND = f"{_channels}.notify.send_text" if NOTIFY_API_KEY and NOTIFY_SMS_TEMPLATE else ""
    CHAT_BACKEND = f"{_channels}.chat.post_to_webhook" if CHAT_WEBHOOK_URL else ""
OUT_TIMEOUT = 10  # seconds for each call to Notify or to the chat channel
if not DEMO_MODE:
    _email = env.dj_email_url("EMAIL_URL", "smtp://127.0.0.1:25")
    EMAIL_HOST, EMAIL_PORT = _email["EMAIL_HOST"], _email["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "CouncilSafe <councilsafe@example.org>")

# The mailbox that quarantined mail is put into. What was taken over is moved to the other folder.
IMAP_URL = env.str("IMAP_URL", "")
IMAP_DONE_FOLDER = env.str("IMAP_DONE_FOLDER", "CouncilSafe")
_imap = urlsplit(IMAP_URL)
if IMAP_URL and _imap.scheme != "imaps" and (_imap.scheme, _imap.hostname) != ("imap", "127.0.0.1"):
    raise ImproperlyConfigured("IMAP_URL sends a password. Set it to imaps://user:password@host/folder.")

CELERY_BROKER_URL = required("REDIS_URL", "Set it to the address of a Valkey or Redis server: redis://host:6379/0.")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "socket_connect_timeout": 2,
    "socket_timeout": 30,
    "socket_keepalive": True,
    "global_keyprefix": env.str("BROKER_PREFIX", "councilsafe:"),
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 200
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = sweeps.schedule()

# The council's own figures ---------------------------------------------------------------------------------------

WORKING_DAY_START = env.str("WORKING_DAY_START", "09:00")
WORKING_DAY_END = env.str("WORKING_DAY_END", "17:00")
DAILY_MAIL_AT = wall_time("DAILY_MAIL_AT", "08:30")
REVIEW_MONTHS = {
    "low": env.int("REVIEW_MONTHS_LOW", 12),
    "medium": env.int("REVIEW_MONTHS_MEDIUM", 6),
    "high": env.int("REVIEW_MONTHS_HIGH", 3),
}
# What a band asks to be offered beside what every council offers (riskassess/profiles/kinds.py)
OFFER_ALSO = {band: names(f"OFFER_ALSO_{band.upper()}") for band in ("low", "medium", "high")}
OFFER_ANSWER_WORKING_DAYS = env.int("OFFER_ANSWER_WORKING_DAYS", 10)
MITIGATION_PLACE_WORKING_DAYS = env.int("MITIGATION_PLACE_WORKING_DAYS", 20)
INTEREST_DECISION_WORKING_DAYS = env.int("INTEREST_DECISION_WORKING_DAYS", 5)
INTERESTS_DUE_DAYS = env.int("INTERESTS_DUE_DAYS", 28)
REVIEW_AFTER_INCIDENT_WORKING_DAYS = env.int("REVIEW_AFTER_INCIDENT_WORKING_DAYS", 5)
TENSION_DAYS_BEFORE = env.int("TENSION_DAYS_BEFORE", 7)
TENSION_DAYS_AFTER = env.int("TENSION_DAYS_AFTER", 28)
if not (0 <= TENSION_DAYS_BEFORE <= 90 and 0 <= TENSION_DAYS_AFTER <= 90):
    raise ImproperlyConfigured("TENSION_DAYS_BEFORE and TENSION_DAYS_AFTER: set each to 0 to 90 days.")
VENUE_REVIEW_MONTHS = env.int("VENUE_REVIEW_MONTHS", 12)
if not 1 <= VENUE_REVIEW_MONTHS <= 12:
    raise ImproperlyConfigured("VENUE_REVIEW_MONTHS: an assessment is good for 12 months at most. Set it to 1 to 12.")
REGISTER_PANEL_QUORUM = env.int("REGISTER_PANEL_QUORUM", 0)  # none: one second person approves an entry
REGISTER_DECIDE_WORKING_DAYS = env.int("REGISTER_DECIDE_WORKING_DAYS", 5)
REGISTER_NOTICE_WORKING_DAYS = env.int("REGISTER_NOTICE_WORKING_DAYS", 5)
REGISTER_REVIEW_MONTHS = env.int("REGISTER_REVIEW_MONTHS", 12)
if not 1 <= REGISTER_REVIEW_MONTHS <= 12:
    raise ImproperlyConfigured("REGISTER_REVIEW_MONTHS: an entry is reviewed within 12 months. Set it to 1 to 12.")
REGISTER_UNTOLD_MONTHS = env.int("REGISTER_UNTOLD_MONTHS", 3)
if not 1 <= REGISTER_UNTOLD_MONTHS <= 3:
    raise ImproperlyConfigured("REGISTER_UNTOLD_MONTHS: not telling is reviewed within 3 months. Set it to 1 to 3.")
REGISTER_APPEAL_WORKING_DAYS = env.int("REGISTER_APPEAL_WORKING_DAYS", 10)
REGISTER_ANSWER_WORKING_DAYS = env.int("REGISTER_ANSWER_WORKING_DAYS", 10)
REGISTER_DELETE_MONTHS = env.int("REGISTER_DELETE_MONTHS", 6)
LOOK_UPS_A_DAY = env.int("LOOK_UPS_A_DAY", 10)
LOOK_UPS_IN_TEN_MINUTES = env.int("LOOK_UPS_IN_TEN_MINUTES", 3)
LOOK_UP_ANSWER_WORKING_HOURS = env.int("LOOK_UP_ANSWER_WORKING_HOURS", 4)
LOOK_UP_MONTHS = env.int("LOOK_UP_MONTHS", 12)
ACTIVITY_REVIEW_MONTHS = {
    "low": env.int("ACTIVITY_REVIEW_MONTHS_LOW", 12),
    "medium": env.int("ACTIVITY_REVIEW_MONTHS_MEDIUM", 6),
    "high": env.int("ACTIVITY_REVIEW_MONTHS_HIGH", 3),
}
if not all(1 <= months <= 12 for months in ACTIVITY_REVIEW_MONTHS.values()):
    raise ImproperlyConfigured("ACTIVITY_REVIEW_MONTHS_…: an assessment is good for 12 months at most. Set 1 to 12.")
ACTIVITY_HELP_WORKING_DAYS = env.int("ACTIVITY_HELP_WORKING_DAYS", 2)
PAUSE_WORKING_DAYS = {
    "reporter": env.int("PAUSE_WORKING_DAYS_REPORTER", 10),
    "police": env.int("PAUSE_WORKING_DAYS_POLICE", 5),
}
EXIT_THIS_PAGE_URL = env.str("EXIT_THIS_PAGE_URL", "https://www.bbc.co.uk/weather")
DRAFT_RETENTION_DAYS = env.int("DRAFT_RETENTION_DAYS", 30)
PILE_ON_LEAST = env.int("PILE_ON_LEAST", 5)  # people, on one member or in reports that share unusual words
PILE_ON_HOURS = env.int("PILE_ON_HOURS", 72)
CAMPAIGN_MEMBERS = env.int("CAMPAIGN_MEMBERS", 3)
CAMPAIGN_DAYS = env.int("CAMPAIGN_DAYS", 30)
PATTERN_GROWN_BY = env.int("PATTERN_GROWN_BY", 5)  # before one that was refused is offered again
HELD_MAIL_WORKING_HOURS = env.int("HELD_MAIL_WORKING_HOURS", 4)
SPOC_PHONE = env.str("SPOC_PHONE", "")  # the team's own number; without one, that of whoever is on duty is shown
VISIT_GRACE_MINUTES = env.int("VISIT_GRACE_MINUTES", 15, validate=validate.Range(min=5, max=60))
ROTA_GAP_WEEKS = env.int("ROTA_GAP_WEEKS", 4)
COUNSELLING_DETAILS = env.str(
    "COUNSELLING_DETAILS",
    "The council's counselling service: ask member services for its number. You do not need to say why.\n"
    "Samaritans: call 116 123, free, day and night.\n"
    "NHS mental health help: call 111 and choose option 2.\n"
    "Your GP can help as well.",
)

# Language and logs -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "councilsafe.logs.Line", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"notifications_python_client": {"level": logging.ERROR}},  # it would log what Notify answers
    "root": {"handlers": ["console"], "level": env.log_level("LOG_LEVEL", logging.INFO)},
}
