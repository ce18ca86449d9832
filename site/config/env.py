"""Every environment variable, once, with its type and default; `.env.example` explains them."""

import logging
from pathlib import Path
from typing import Any

from environs import Env

from config import ROOT

_env = Env()

SECRET_KEY: str = _env.str("SECRET_KEY", "")
PUBLIC_URL: str = _env.str("PUBLIC_URL", "").rstrip("/")
ALLOWED_HOSTS: list[str] = _env.list("ALLOWED_HOSTS", [])
PORT: int = _env.int("PORT", 8000)
TRUST_PROXY: bool = _env.bool("TRUST_PROXY", False)
RATE_LIMIT: int | None = _env.int("RATE_LIMIT", None)
VAR_DIR: Path = (ROOT / _env.path("VAR_DIR", Path("var"))).resolve()
LOG_LEVEL: int = _env.log_level("LOG_LEVEL", logging.INFO)

DATABASE: dict[str, Any] = _env.dj_db_url(
    "DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}", conn_max_age=None, conn_health_checks=True
)
CACHE: dict[str, Any] = _env.dj_cache_url("CACHE_URL", "locmem://")
EMAIL: dict[str, Any] = _env.dj_email_url("EMAIL_URL", "console:")
DEFAULT_FROM_EMAIL: str = _env.str("DEFAULT_FROM_EMAIL", "")
SEARCH_URL: str = _env.str("SEARCH_URL", "")
SEARCH_API_KEY: str = _env.str("SEARCH_API_KEY", "")
SEARCH_CA: str = _env.str("SEARCH_CA", "")
KEPT_ANSWERS: int = _env.int("KEPT_ANSWERS", 96)
