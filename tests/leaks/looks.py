"""What gives itself away by how it looks: an address for mail, a telephone number, the name of a private field."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from html import unescape

from documents.contact import MAIL_ADDRESS
from tests.leaks.sweep import Sent

#: From abroad, or within a country in groups; `tel:` is what a telephone calls.
_TELEPHONE = re.compile(
    r"\btel:|(?<![\w.:])(?:\+|00)[1-9](?:[ ./()-]{0,2}\d){6,13}\b|(?<![\w.-])0\d{1,3}(?:[ /-]\d{2,4}){2,4}\b"
)
#: The numbers that registers give to people and houses (ORCID, ISNI) are everybody's.
_REGISTERED = re.compile(r"\b\d{4}([ -]?)\d{4}\1\d{4}\1\d{3}[\dX]\b")
#: What a form, or a document in JSON, calls its parts.
_CALLED = re.compile(r"""\s(?:name|id|for|class|data-[a-z-]+)="([^"]*)"|"([A-Za-z_]+)": ?""")
_SAID = re.compile(r"\nContent-Type: (?:text|application)/(?!octet)")


def texts(sent: Sent) -> Iterator[tuple[str, str]]:
    """Each answer that is no picture, headers and all, as somebody reads it."""
    for path, content in sent.items():
        if _SAID.search(content.partition(b"\n\n")[0].decode()):
            yield path, content.decode()


def mail_addresses(text: str) -> Iterable[str]:
    return [found[0] for found in MAIL_ADDRESS.finditer(f"{text} {unescape(text)}")]


def telephone_numbers(text: str) -> Iterable[str]:
    return [found[0] for found in _TELEPHONE.finditer(_REGISTERED.sub("", unescape(text)))]


def field_names(names: Collection[str]) -> Callable[[str], Iterable[str]]:
    """Those of the names that an answer calls something by; names of two words that stand anywhere in it."""
    long = re.compile(r"\b(?:{})\b".format("|".join(sorted(name for name in names if "_" in name))))

    def find(text: str) -> Iterable[str]:
        called = {word for found in _CALLED.findall(text) for word in "".join(found).split()}
        return {*long.findall(text), *(called & set(names))}

    return find


def seen(look: Callable[[str], Iterable[str]], sent: Sent) -> list[str]:
    """What that finds, and where."""
    return [f"{found} at {path}" for path, text in texts(sent) for found in look(text)]
