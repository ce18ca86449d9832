"""What the site cannot do without, said in one clear sentence each."""

from typing import Any
from urllib.parse import urlsplit

from django.core.checks import CheckMessage, Error

from config import env
from config.security import is_loopback


def check_environment(**_kwargs: Any) -> list[CheckMessage]:
    """Name each environment variable that is missing or cannot be right."""
    found: list[CheckMessage] = []
    if not env.SECRET_KEY:
        found.append(
            Error(
                "SECRET_KEY is not set.",
                hint="Set it to a long random text that nobody else knows, and keep it.",
                id="config.E001",
            )
        )
    return found + _check_public_url(env.PUBLIC_URL)


def _check_public_url(url: str) -> list[CheckMessage]:
    if not url:
        hint = "Set it to the address under which people see the site, such as https://example.org."
        return [Error("PUBLIC_URL is not set.", hint=hint, id="config.E002")]
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        hint = "Give the scheme and the host only, such as https://example.org."
        return [Error(f"PUBLIC_URL is {url!r}, which is no site's address.", hint=hint, id="config.E003")]
    if parts.scheme == "http" and not is_loopback(url):
        hint = "Use https; http is for this machine alone, as in http://127.0.0.1:8000."
        return [Error(f"PUBLIC_URL is {url!r}, which others read unencrypted.", hint=hint, id="config.E004")]
    return []
