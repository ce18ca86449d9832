"""The orders of a list: by a value, with the key for ties, and the daily shuffle, by which no alphabet wins."""

import hashlib
from datetime import datetime
from uuid import UUID

from search.analysis import sort_text

SHUFFLES = 8
#: Nobody reads further by relevance; every other order can be read to its end.
DEEPEST = 1_000
_LONGEST = 100


def sort_key(value: str, key: UUID) -> str:
    """A text that sorts like `value` and is unlike that of every other thing; hexadecimal, so safe anywhere."""
    return sort_text(value)[:_LONGEST].encode().hex() + "00" + key.hex


def shuffled(key: UUID) -> tuple[float, ...]:
    """The place of a thing in each shuffle, from 0 to 1: always the same, so that lists can be paged."""
    digest = hashlib.blake2b(key.bytes, digest_size=8 * SHUFFLES).digest()
    return tuple(int.from_bytes(digest[n : n + 8], "big") / 2**64 for n in range(0, 8 * SHUFFLES, 8))


def shuffle_of(at: datetime) -> int:
    """Which shuffle is that of the day."""
    return at.date().toordinal() % SHUFFLES
