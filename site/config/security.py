"""What browsers are told that they may do with our pages."""

from ipaddress import ip_address
from urllib.parse import urlsplit

SELF, NONE = "'self'", "'none'"

PUBLIC_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}

# Wagtail's edit and listing pages carry inline scripts and styles, and preview pages in a frame of their own.
ADMIN_POLICY = {
    **PUBLIC_POLICY,
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}

#: What programs are given shows nothing and loads nothing.
MACHINES_POLICY = f"default-src {NONE}; frame-ancestors {NONE}"

HEADERS = {
    "Permissions-Policy": ", ".join(
        f"{feature}=()" for feature in ("browsing-topics", "camera", "geolocation", "microphone", "payment", "usb")
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}

# What partner sites show on their own pages.
SHARED_PATHS = ("/api/", "/media/", "/static/")


def is_loopback(url: str) -> bool:
    """Whether only this machine can open the address."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
