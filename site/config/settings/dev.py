"""For one's own machine: debugging on, plain http, no secret needed."""

import os

os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("SECRET_KEY", "only for development, never for a site that others can reach")

from config.settings.production import *  # noqa: F403
from config.settings.production import LOGGING, STORAGES

DEBUG = True
ROOT_URLCONF = "config.gallery"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING["formatters"]["json"] = {"format": "%(levelname)s %(name)s: %(message)s"}  # type: ignore[index]
