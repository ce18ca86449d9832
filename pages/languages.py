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

RIGHT_TO_LEFT = frozenset("ar bal bej ckb dv fa he ks lad lrc mzn ps rhg sd sdh swb syr ug ur yi".split())

#: Languages that may be taught in: those of Europe, its regions and minorities, and those that people bring with them
#: (BCP 47), if the CLDR names them in every language of the site, as it does no sign language.
TAUGHT = (
    "aa ab ady af ak am an ar arn as ast av ay az ba bal be bej bem bg bho bi bin bm bn bo br bs byn ca ce ceb ckb "
    "co crh cs csb cv cy da de din dsb dua dv dyu dz ee efi el en es et eu ewo fa fa-AF ff fi fil fj fo fon fr frr "
    "fur fy ga gaa gag gd gl gn gsw gu guz ha he hi hil hmn hr hsb ht hu hy id ig ii ilo inh is it iu ja jv ka kaa "
    "kab kac kam kbd kea kg ki kk kl kln km kmb kn ko kpe kr krl ks ku ky lad lb lez lg li ln lo lrc lt lu lua luy "
    "lv mai man men mer mfe mg mi mk ml mn mni mos mr ms mt my myv mzn nd nds ne new nl no nr nso nus ny nyn oc om "
    "or os pa pap pcm pl ps pt qu quc rhg rm rn ro rom ru rup rw sa sah sat sc scn sd sdh se sg shi shn si sid sk "
    "sl sm sma smj smn sms sn snk so sq sr srn srr ss ssy st su sus sv sw swb syr szl ta te tem tet tg th ti tig "
    "tiv tk tl tn to tpi tr ts tt tw tzm udm ug uk umb ur uz ve vi wa wal wo xal xh xog yi yo yue zgh zh zu zza"
).split()

#: ISO 3166-1, for people teach from anywhere, and `XK`, which is free for use and by which the EU knows Kosovo.
COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
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
    return {code: names.get(code.replace("-", "_"), code) for code in codes}


@lru_cache
def country_names(locale: str) -> Mapping[str, str]:
    """Every country, by its code, named in `locale`."""
    names = _cldr(locale).territories
    return {code: names.get(code, code) for code in COUNTRIES}


def time_zone_name(zone: str, locale: str) -> str:
    """A zone such as `Europe/Helsinki`, as people call its time."""
    return get_timezone_name(ZoneInfo(zone), locale=_cldr(locale))


def language_choices() -> list[tuple[str, str]]:
    """What a field offers whose value is a language; migrations know the function, not what it answers."""
    return sorted(language_names("en").items(), key=lambda item: item[1])


def country_choices() -> list[tuple[str, str]]:
    """The same for a country."""
    return sorted(country_names("en").items(), key=lambda item: item[1])


def without_accents(word: str) -> str:
    """A word as it is compared and put in order: without case and accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
