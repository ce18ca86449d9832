"""For the tests: a database and a var folder of their own, and nothing that leaves the machine."""

import os

from config import ROOT

suffix = os.environ.get("TEST_DB_SUFFIX", "") + os.environ.get("PYTEST_XDIST_WORKER", "")
os.environ["VAR_DIR"] = str(ROOT / "var" / f"test{suffix}")
os.environ["PUBLIC_URL"] = "https://testserver"
os.environ["SECRET_KEY"] = "only for the tests, which keep nothing that is worth a secret"
os.environ["RATE_LIMIT"] = "0"  # all tests are one client
for name in ("SEARCH_URL", "SEARCH_API_KEY", "SEARCH_CA", "CACHE_URL", "EMAIL_URL"):
    os.environ.pop(name, None)

from config.settings.production import *  # noqa: E402, F403
from config.settings.production import ALLOWED_HOSTS, CACHES, DATABASES, STORAGES, VAR_DIR  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test{os.environ.get('TEST_DB_SUFFIX', '')}"}
# Renditions are remembered by number, and numbers repeat from test to test.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SECURE_SSL_REDIRECT = False
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
ALLOWED_HOSTS += ["localhost"]  # the live server's
