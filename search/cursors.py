"""Where a list goes on: signed, and bound to the query that it was made for."""

from dataclasses import dataclass
from typing import Self

from django.core.signing import BadSignature, Signer

from search.text import InvalidText

_signer = Signer(sep=".", salt="search.cursor")


@dataclass(frozen=True)
class Cursor:
    """The place `after` the last item given: its key in the order, or by relevance the number of items given.

    `shuffle` is the day's order in which the list began, so that midnight does not mix its pages.
    """

    after: str | float
    shuffle: int

    def signed(self, fingerprint: str) -> str:
        """This cursor for the query with this fingerprint, as text."""
        return _signer.sign_object([fingerprint, self.shuffle, self.after])

    @classmethod
    def read(cls, signed: str, fingerprint: str) -> Self:
        """The cursor in a text; InvalidText if it is none, or that of another query."""
        try:
            made_for, shuffle, after = _signer.unsign_object(signed)
        except (BadSignature, ValueError):
            raise InvalidText("invalid-cursor", "Expected the `next` of an earlier answer.") from None
        if made_for != fingerprint:
            raise InvalidText(
                "cursor-mismatch", "This cursor belongs to another query. Start that list from its first page."
            )
        return cls(after, shuffle)
