"""The texts to translate: collected from code and templates, and every language's file brought up to date.

`make messages` runs it. Babel does all of it, so that no gettext has to be installed.
"""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from config import ROOT

METHODS = [("**.py", "python"), ("**.html", "config.messages:template")]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NOT_OURS = {"var", "tests", "bench", "node_modules"}


def template(
    stream: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[Any]:
    """The texts of one Django template, as `babel.messages.extract` wants them."""
    # Django rewrites the tags as calls and blanks out the rest; in brackets, indentation means nothing.
    source = f"({templatize(stream.read().decode())})"
    yield from extract_python(BytesIO(source.encode()), keywords, comment_tags, options)


def extracted() -> Catalog:
    """Every text of the project that readers or editors may see."""
    catalog = Catalog()
    found = extract_from_dir(ROOT, METHODS, keywords=KEYWORDS, directory_filter=_is_ours)
    for _file, _line, message, comments, context in found:
        catalog.add(message, auto_comments=comments, context=context)
    return catalog


def files() -> list[Path]:
    return sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parts[-3])


def updated(path: Path, texts: Catalog) -> bytes:
    """What the file of one language should hold: today's texts, with the translations that there are."""
    catalog = read(path)
    catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    output = BytesIO()
    write_po(output, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return output.getvalue()


def _is_ours(folder: str | Any) -> bool:
    name = Path(folder).name
    return name not in NOT_OURS and not name.startswith(".")


if __name__ == "__main__":
    texts = extracted()
    for path in files():
        path.write_bytes(updated(path, texts))
