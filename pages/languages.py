"""Names of languages, countries and time zones in the reader's language, from the Unicode CLDR (through Babel)."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_name
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})

#: Languages that may be taught in: those of Europe, and those that people bring with them (BCP 47).
TAUGHT = (
    "ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy is it "
    "ka kk ku lb lt lv mk mt nl no pl ps pt ro ru sk sl so sq sr sv sw ta ti tr uk ur vi zh"
).split()

#: ISO 3166-1: the EU, EFTA, the candidates and the United Kingdom, where the network's members work.
COUNTRIES = (
    "AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS "
    "IT LI LT LU LV MD ME MK MT NL NO PL PT RO RS SE SI SK TR UA XK"
).split()

#: Levels of the Common European Framework of Reference for Languages, and `native` above them.
CEFR = (
    ("native", _("native")),
    ("C2", _("C2, proficient")),
    ("C1", _("C1, advanced")),
    ("B2", _("B2, upper intermediate")),
    ("B1", _("B1, intermediate")),
    ("A2", _("A2, elementary")),
    ("A1", _("A1, beginner")),
)


def names_of(choices: Sequence[tuple[str, str | Promise]]) -> Callable[[str], Mapping[str, str]]:
    """Asked for a locale, what each value of a fixed list is called in it."""

    @cache
    def names(locale: str) -> Mapping[str, str]:
        with translation.override(locale):
            return {value: str(label) for value, label in choices}

    return names


def direction(language: str) -> str:
    """`rtl` or `ltr`, as HTML's `dir` attribute wants it."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@lru_cache
def _cldr(locale: str) -> Locale:
    try:
        return Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(settings.LANGUAGE_CODE)


@lru_cache
def language_names(locale: str) -> Mapping[str, str]:
    """Every language that may be taught in or that the site speaks, by code, named in `locale`."""
    names = _cldr(locale).languages
    codes = dict.fromkeys((*TAUGHT, *dict(settings.LANGUAGES)))
    return {code: names.get(code, code) for code in codes}


@lru_cache
def country_names(locale: str) -> Mapping[str, str]:
    """Every country of the network's reach, by ISO 3166-1 code, named in `locale`."""
    names = _cldr(locale).territories
    return {code: names.get(code, code) for code in COUNTRIES}


def time_zone_name(zone: str, locale: str) -> str:
    """A zone such as `Europe/Helsinki`, as people call its time."""
    return get_timezone_name(ZoneInfo(zone), locale=_cldr(locale))


LANGUAGE_CHOICES = sorted(language_names("en").items(), key=lambda item: item[1])
COUNTRY_CHOICES = sorted(country_names("en").items(), key=lambda item: item[1])


def without_accents(word: str) -> str:
    """A word as it is compared and put in order: without case and accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
