"""What the site cannot do without, said in one clear sentence each."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.checks import CheckMessage, Error

from config import env
from config.security import is_loopback
from search.cluster.address import Address


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
    return found + _check_public_url(env.PUBLIC_URL) + _check_search(env.SEARCH_URL, env.SEARCH_API_KEY, env.SEARCH_CA)


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


def _check_search(url: str, api_key: str, ca: str) -> list[CheckMessage]:
    if not url:
        return []
    found: list[CheckMessage] = []
    try:
        Address.parse(url, api_key, ca)
    except ValueError as error:
        hint = "Leave it empty for the embedded engine, or see .env.example."
        found.append(Error(f"SEARCH_URL is no address of a search cluster: {error}.", hint=hint, id="config.E005"))
    if ca and not Path(ca).is_file():
        hint = "Set it to the file with the certificate of the cluster's authority, or leave it empty for public ones."
        found.append(Error(f"SEARCH_CA is {ca!r}, where there is no file.", hint=hint, id="config.E006"))
    return found
