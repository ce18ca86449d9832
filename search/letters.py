"""Endings and letters of single languages, for what the general tools do not do well."""

_UKRAINIAN_ENDINGS = tuple(
    sorted(
        "ами ями ого ього ому ьому ими іми ої єї ою ею єю ах ях ам ям ів їв єв ий ій їй им ім їм их іх їх "
        "ає яє ує ює ять ють уть ить ати яти ити ла ло ли ють а я у ю о е є и і ї й ь".split(),
        key=len,
        reverse=True,
    )
)
_ARABIC_BEGINNINGS = ("وال", "بال", "كال", "فال", "لل", "ال", "و")
_ARABIC_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "ية", "يه", "ة", "ه", "ى", "ي", "ا")
_SHORTEST_STEM = 3

#: The letters that a passport has for Ukrainian ones.
_PASSPORT = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
        "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
        "я": "ia", "ы": "y", "э": "e", "ё": "e", "ъ": "",
    }
)  # fmt: skip
_CONSONANTS = str.maketrans("vp", "fb", "aeiouywh")


def ukrainian_stem(word: str) -> str:
    """The word without its ending."""
    for ending in _UKRAINIAN_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def arabic_stem(word: str) -> str:
    """The word without article, conjunction and endings; the plural of “nurse” and the singular are one."""
    for beginning in _ARABIC_BEGINNINGS:
        if word.startswith(beginning) and len(word) - len(beginning) >= _SHORTEST_STEM:
            word = word.removeprefix(beginning)
            break
    while ending := next((e for e in _ARABIC_ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST_STEM), ""):
        word = word.removesuffix(ending)
    return word


def in_passports(word: str) -> str:
    """A Ukrainian word as passports spell it."""
    first = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
    return (first.get(word[:1], "") + word[1:] if word[:1] in first else word).translate(_PASSPORT)


def consonants(latin: str) -> str:
    """What Arabic writes of a name: Khalid and خالد have the same consonants."""
    return latin.translate(_CONSONANTS)
