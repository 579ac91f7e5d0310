"""The one settings file: everything that may differ between offices is read from the environment."""

from __future__ import annotations

from pathlib import Path

import viewflow

from config import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

PRODUCTION = env.flag("PRODUCTION", False)
DEBUG = env.flag("DEBUG", False)
KEYS = env.keys(DATA_DIR)
SECRET_KEY = KEYS["secret"]
FIELD_KEYS = [key.strip() for key in KEYS["field"].split(",")]
BLIND_INDEX_KEY = KEYS["blind"]
AUDIT_KEY = KEYS["audit"]

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "*")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "casework",
    "letters",
    "workflow",
    "viewflow.workflow",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # the templates of its widgets, for the renderer below
    "django_htmx",
    "django_filters",
    "django_tables2",
    "axes",
]

MIDDLEWARE = [
    "config.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "config.middleware.CalendarMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "workflow.middleware.OneTimePasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workflow.middleware.FaultPagesMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", Path(viewflow.__file__).parent / "templates"],  # the latter for its flow chart
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workflow.context.desk",
            ],
        },
    },
]

FORM_RENDERER = (
    "django.forms.renderers.TemplatesSetting"  # widgets may have templates of their own (components/parts.html)
)

DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'desk.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "casework.Staff"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "workbench"
LOGOUT_REDIRECT_URL = "sign_in"
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 10) * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "casework.visitor.visitor"  # behind the proxy all would share one address
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "errors/locked.html"
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "config" / "static", ("fonts", BASE_DIR / "letters" / "fonts")]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "ico", "woff2", "ttf", "gz", "br"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

# Attachments and letters lie outside the web root and leave only through views that ask for permission.
FILES_DIR = DATA_DIR / "files"
LIBRARY_INDEX_DIR = env.text("LIBRARY_INDEX_DIR", str(DATA_DIR / "index"))
ATTACHMENT_MAX_BYTES = env.number("ATTACHMENT_MAX_MB", 50) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# memory:// is the embedded default: web, worker and beat share one process (manage.py up).
BROKER_URL = env.text("BROKER_URL", "memory://localhost/")
CELERY_BROKER_URL = BROKER_URL
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 16 if BROKER_URL.startswith("memory://") else 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.05} if BROKER_URL.startswith("memory://") else {}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_BEAT_SCHEDULE = {
    "supervise": {"task": "workflow.tasks.supervise", "schedule": 3600.0, "options": {"expires": 3500}},
    "sweep": {"task": "workflow.tasks.sweep", "schedule": 60.0, "options": {"expires": 50}},
    "add_up": {"task": "workflow.tasks.add_up", "schedule": 60.0, "options": {"expires": 50}},
    "mend_library": {"task": "workflow.tasks.mend_library", "schedule": 3600.0, "options": {"expires": 3000}},
}

LETTERS_EXTRA_FONT_DIR = env.text("LETTERS_EXTRA_FONT_DIR")
LETTERS_FAST_ZLIB = env.flag("LETTERS_FAST_ZLIB", True)
LETTERS_VERIFY_URL = env.text("LETTERS_VERIFY_URL")  # public address of this installation; "" prints no code
LETTERS_SEAL_DIR = env.text("LETTERS_SEAL_DIR")  # <code of the organ>.png in place of the pale ring
LETTERS_SIGNER = env.text("LETTERS_SIGNER")  # dotted path of the seal provider's sign(pdf: bytes) -> bytes
LETTERS_CERTIFICATE_DIR = env.text("LETTERS_CERTIFICATE_DIR")  # <code of the organ>.p12
LETTERS_CERTIFICATE_PASSPHRASE = env.text("LETTERS_CERTIFICATE_PASSPHRASE")

# The daily digest also by mail, where the office has a mail server; without EMAIL_HOST nothing is sent.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("EMAIL_USER"), env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "webmaster@localhost")
SITE_URL = env.text("SITE_URL").rstrip("/")  # the address people use, for links in mails

# A practice installation shows a permanent banner and prints the accounts of its cast on the sign-in page.
DEMONSTRATION = env.flag("DEMONSTRATION", False)

# The legal questions that are open, by key of the specification; see docs/adr and casework/law/settings.py.
LAW = env.prefixed("LAW_")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # previews of letters are frames of our own pages
SILENCED_SYSTEM_CHECKS = ["security.W019", "models.W040"]  # W040: only PostgreSQL has covering indexes
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
