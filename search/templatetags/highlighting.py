"""The words that were searched for, marked in the cards of a list."""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from documents.document import Document
from search.highlighting import Highlight, Piece

register = template.Library()


@register.simple_tag
def marked(text: str, doc: Document, highlight: Highlight | str | None = None) -> SafeString:
    """A text of a document, with the words that were searched for in `<mark>`."""
    if not isinstance(highlight, Highlight):
        return escape(text)
    return _written(highlight.pieces(text, doc.locale, is_name=text in (doc.title, getattr(doc, "name", ""))))


@register.simple_tag
def passage(doc: Document, highlight: Highlight | str | None, *shown: str) -> SafeString:
    """Where else the document holds what was searched for, besides what is shown of it; empty if nowhere."""
    return _written(highlight.passage(doc, shown)) if isinstance(highlight, Highlight) else SafeString()


def _written(pieces: list[Piece]) -> SafeString:
    marked = (format_html("<mark>{}</mark>", piece.text) if piece.found else escape(piece.text) for piece in pieces)
    return SafeString("".join(marked))
