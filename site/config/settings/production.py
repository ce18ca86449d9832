"""Complete and secure: what every entry point runs under unless it is told otherwise."""

import secrets
from importlib.resources import files
from urllib.parse import urlsplit

from config import ROOT, env
from config.security import ADMIN_POLICY, PUBLIC_POLICY, is_loopback

# Where the site is seen. What is missing here is said by `config.checks`, one sentence each.
PUBLIC_URL = env.PUBLIC_URL or "https://localhost"
HTTPS = not (PUBLIC_URL.startswith("http:") and is_loopback(PUBLIC_URL))
ALLOWED_HOSTS = [*env.ALLOWED_HOSTS, urlsplit(PUBLIC_URL).hostname or ""]
if is_loopback(PUBLIC_URL):
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "config.views.not_accepted"
SECRET_KEY = env.SECRET_KEY or secrets.token_urlsafe(50)
DEBUG = False
VAR_DIR = env.VAR_DIR
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds people's papers
SEARCH_URL, SEARCH_API_KEY, SEARCH_CA = env.SEARCH_URL, env.SEARCH_API_KEY, env.SEARCH_CA
KEPT_ANSWERS = env.KEPT_ANSWERS

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "config",
    "api",
    "home",
    "blog",
    "lecturers",
    "network",
    "topics",
    "search",
    "publishing",
    "catalogue",
    "people",
    "pages",
    "media",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "people.apps.UsersConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "corsheaders",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "config.middleware.RequestIdMiddleware",
    "config.compressing.CompressionMiddleware",
    "api.middleware.ProblemMiddleware",
    "api.middleware.NobodyMiddleware",
    "api.middleware.UnlistedMiddleware",
    "config.middleware.SecurityHeadersMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.CachingMiddleware",
    "config.middleware.SearchEngineMiddleware",
    "config.middleware.PublicLocaleMiddleware",
    "config.limiting.RateLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.MachinesMiddleware",
    "config.middleware.DatabaseGoneMiddleware",
    "config.middleware.CookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "network.gate.GateMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ]
        },
    }
]

# Data
DATABASES = {"default": env.DATABASE}
if env.DATABASE["ENGINE"].endswith("sqlite3"):
    env.DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # In seconds and milliseconds: how long to wait for a server that has vanished without a word.
    env.DATABASE["OPTIONS"] = {"connect_timeout": 2, "tcp_user_timeout": 3000, **env.DATABASE.get("OPTIONS", {})}
CACHES = {"default": env.CACHE, "renditions": {**env.CACHE, "KEY_PREFIX": "renditions", "TIMEOUT": 3600}}
if env.CACHE["BACKEND"].endswith("LocMemCache"):
    CACHES["renditions"]["LOCATION"] = "renditions"
# Several processes count together where they share a cache.
RATE_LIMIT_STORAGE = env.CACHE["LOCATION"] if env.CACHE["BACKEND"].endswith("RedisCache") else "memory://"
STORAGES = {
    "default": {"BACKEND": "media.storage.PrivateStorage"},  # what names no storage stays private
    "private": {"BACKEND": "media.storage.PrivateStorage"},
    "public": {"BACKEND": "media.storage.PublicStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
INDEX_DIR = VAR_DIR / "index"

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", "English"),
    ("fi", "Suomi"),
    ("nl", "Nederlands"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("el", "Ελληνικά"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("uk", "Українська"),
    ("ar", "العربية"),
]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# People
AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "wagtailadmin_login"
vars().update(env.EMAIL)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.DEFAULT_FROM_EMAIL or f"no-reply@{urlsplit(PUBLIC_URL).hostname}"

# Wagtail
WAGTAIL_SITE_NAME = "Migrant Teaching Network"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
# What an account may choose: the languages that our own texts are in, and the places of today, without former names.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
_ZONES = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8").splitlines()
WAGTAIL_USER_TIME_ZONES = sorted(line.split("\t")[2] for line in _ZONES if not line.startswith("#"))
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic", "gif"]
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.editors.backend"}}
TAGGIT_CASE_INSENSITIVE = True

# Security
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
TRUST_PROXY = env.TRUST_PROXY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
# Requests of one client a minute. On one's own machine everybody is the same client.
RATE_LIMIT = env.RATE_LIMIT if env.RATE_LIMIT is not None else 100_000 if is_loopback(PUBLIC_URL) else 600
# HSTS speaks for this host, not for its neighbours.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_POLICY}
ADMIN_CONTENT_SECURITY_POLICY = ADMIN_POLICY
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["if-match", "if-none-match", "x-request-id"]
CORS_EXPOSE_HEADERS = ["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logging.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["console"], "level": env.LOG_LEVEL, "propagate": False},
        # These would write titles and addresses of pages, which name people, and one line for every task.
        "django.request": {"level": "ERROR"},
        # What strangers send is refused and not kept: it would fill the log, and it names whom they look for.
        "django.security": {"level": "CRITICAL"},
        # One line for every question; a cluster that does not answer is told by search.cluster.
        "elastic_transport": {"level": "ERROR"},
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
    },
}
