"""Whatever is sent is text to search for, or is refused; nothing raises anything else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.query import InvalidQuery, Query
from search.reading import Page
from tests.factories.entries import talk
from tests.search.conftest import Search, titles

QUIET = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

SYNTAX = [
    '"', '""', '"bread', "'", "(", ")", "((((", "[bread TO *]", "{a TO b}", "bread*", "*", "?", "b?ead", "~", "bread~2",
    "bread^9", "+bread", "-bread", "bread AND", "OR", "NOT bread", "AND OR NOT", "text_name:bread", "key:position",
    "locale:fr OR *:*", "facet:subject=racism", "bread && cake", "||", "!", "\\", "bread\\", "/br.*/", "IN [a b]",
    "<script>", "%", "_", "%s", "{{7*7}}", "';--", "\u202ebread", "\u200fخبز\u200e", "a:b:c", ":", "position",
]  # fmt: skip


#: Those of them whose words besides “bread”, if any, are such as may be missing.
ABOUT_BREAD = {
    '"bread', "[bread TO *]", "bread*", "bread~2", "bread^9", "+bread", "-bread", "bread AND", "NOT bread", "bread\\",
    "\u202ebread",
}  # fmt: skip


@pytest.mark.parametrize("written", SYNTAX)
def test_no_engines_language_is_spoken(search: Search, written: str) -> None:
    talk("Bread"), talk("Cake")
    page = search(Query("talk", text=written).url()[1:])
    assert titles(page) == (["Bread"] if written in ABOUT_BREAD else [])
    assert page.total == len(page.items)


def test_minus_and_or_are_words(search: Search) -> None:
    talk("Bread"), talk("Cake")
    assert titles(search("q=-bread")) == ["Bread"]
    assert titles(search("q=bread+OR+cake")) == []
    assert titles(search("q=key:position&locale=en")) == []


@pytest.mark.parametrize(
    "source",
    [
        "q=%00", "q=a%00b", "q=" + "x" * 10_000, "q=" + "bread+" * 300, "q=%ED%A0%80", "q=%C3%28", "q=\ud800",
        "subject=%00", "country=" + "x" * 10_000, "subject.all=" + ",".join(["racism"] * 1_000), "limit=" + "9" * 5_000,
        "cursor=" + "x" * 10_000, "limit=%00", "sort=%00", "locale=%00", "updated_since=%00", "facets=%00",
    ],
)  # fmt: skip
@pytest.mark.parametrize("strict", [True, False])
def test_what_is_no_text_is_refused(source: str, strict: bool) -> None:
    with pytest.raises(InvalidQuery) as caught:
        Query.parse(source, "talk", strict=strict)
    assert caught.value.problems


@QUIET
@given(written=st.text(max_size=60))
def test_any_text_is_an_answer_or_a_refusal(search: Search, written: str) -> None:
    found: Page | None = None
    try:
        found = search(Query("talk", text=written.encode(errors="replace").decode()).url()[1:])
    except InvalidQuery:
        return
    assert found.total is not None


@QUIET
@given(source=st.text(alphabet="q=&subject.alnofx[]%0,+;éΩ\0", max_size=60))
def test_any_query_string_is_a_query_or_a_refusal(source: str) -> None:
    for strict in (True, False):
        try:
            query = Query.parse(source, "talk", strict=strict)
        except InvalidQuery:
            continue
        assert Query.parse(query.url()[1:], "talk", strict=strict) == query
