"""In which of its languages a thing is shown."""

from collections.abc import Collection, Sequence

from django.conf import settings

NO_FALLBACK = "none"
ANY_LANGUAGE = "any"


def languages() -> tuple[str, ...]:
    """The languages of the site, its default first."""
    return tuple(dict.fromkeys([settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES)]))


def order(locale: str | None, fallback: Sequence[str]) -> tuple[str, ...]:
    """Which languages will do, the best first; without a locale any will, the site's default first."""
    some = [locale, *fallback]
    if locale is None or ANY_LANGUAGE in fallback:
        some += languages()
    return tuple(dict.fromkeys(code for code in some if code and code != ANY_LANGUAGE))


def best(wanted: Sequence[str], public_in: Collection[str]) -> str | None:
    """The language of a thing's one row in a list, None where it has no row."""
    return next((code for code in wanted if code in public_in), None)
