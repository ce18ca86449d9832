"""What counts how much where a search is sorted by relevance: all of it stands here."""

from collections.abc import Mapping, Sequence

#: How much a word counts by where it stands. A class that is not named here counts like `body`.
CLASSES: Mapping[str, float] = {
    "name": 8.0,
    "topics": 4.0,
    "headline": 4.0,
    "offers": 2.0,
    "body": 1.0,
    "talks": 0.5,
}
#: What the second-best place of a word adds to its best.
TIE_BREAKER = 0.1

#: How much a word counts as it was typed, and in the forms and for the words that it may stand for.
AS_WRITTEN = 1.0
STEM = 0.7
STEM_ELSEWHERE = 0.4
NEARLY = 0.3
COMPOUND = 0.2
ACROSS_SCRIPTS = 0.1

#: By how much of themselves the points of a thing's words grow, at most, for each part of its quality (see
#: `documents.quality.Quality`). All of it together stays below a fifth, so that words decide first.
QUALITY: Mapping[str, float] = {"confirmed": 0.10, "complete": 0.05, "endorsed": 0.03}
#: How much of a part everything has whose kind does not know it, so that no kind stands before another one for it.
NEUTRAL = 0.5
#: How much is left of a day so many days after it; one that is still to come counts nothing. Somewhere it is tomorrow.
AGES: Sequence[tuple[int, float]] = ((-1, 1.0), (183, 0.5), (366, 0.0))

#: What the daily shuffle adds at most: it decides ties, and nothing that anybody would notice.
TIE = 1e-3
