"""For one's own machine: debugging on, plain http, no secret needed."""

import os

os.environ.setdefault("PUBLIC_URL", "http://127.0.0.1:8000")
os.environ.setdefault("SECRET_KEY", "only for development, never for a site that others can reach")

from config.settings.production import *  # noqa: F403
from config.settings.production import ALLOWED_HOSTS, LOGGING, STORAGES

DEBUG = True
ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING["formatters"]["json"] = {"format": "%(levelname)s %(name)s: %(message)s"}  # type: ignore[index]
