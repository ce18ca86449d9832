"""The query string: what it may say, and what is said about what it may not."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from search.cursors import Cursor
from search.parameters import Parameter, parameters
from search.query import InvalidQuery, Query, Selection

FIELDS = Parameter("fields", "The fields to give.", {"type": "string", "enum": ["title", "url"]}, listed=True)


def problems(source: QueryDict | str, kind: str | None = "talk", **options: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidQuery) as caught:
        Query.parse(source, kind, **options)  # type: ignore[arg-type]
    return [(problem.parameter, problem.code) for problem in caught.value.problems]


def meant(source: str) -> tuple[str, ...]:
    with pytest.raises(InvalidQuery) as caught:
        Query.parse(source, "talk")
    return caught.value.problems[0].did_you_mean


def test_everything_at_once() -> None:
    query = Query.parse(
        "q=+bread+&subject=racism&subject=equality&subject.not=language&country.all=FI,GR&locale=fr&fallback=en,it"
        "&updated_since=2026-05-01&sort=-title&facets=subject,country&limit=50&count=none",
        "talk",
    )
    assert query.text == "bread"
    assert query.facets == {
        "subject": Selection(any=("equality", "racism"), none=("language",)),
        "country": Selection(all=("FI", "GR")),
    }
    assert (query.locale, query.fallback, query.languages) == ("fr", ("en", "it"), ("fr", "en", "it"))
    assert query.updated_since == datetime(2026, 5, 1, tzinfo=UTC)
    assert (query.sort, query.limit, query.count, query.wanted_facets) == ("-title", 50, "none", ("subject", "country"))


def test_who_writes_several_values_with_commas_is_told_to_repeat_the_parameter() -> None:
    with pytest.raises(InvalidQuery) as caught:
        Query.parse("country=FI,GR", "talk")
    [problem] = caught.value.problems
    assert "write several as country=FI&country=GR." in problem.detail
    assert problem.did_you_mean == ("FI", "GR")
    assert Query.parse("country=FI&country=GR", "talk").facets == {"country": Selection(any=("FI", "GR"))}
    assert meant("country=FI,XX") == ()


def test_nothing() -> None:
    query = Query.parse("", "talk")
    assert (query.text, query.facets, query.locale, query.limit, query.sort) == ("", {}, None, 20, "relevance")
    assert query.languages[0] == "en"
    assert len(query.languages) == 10
    assert query.url() == "?"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("colour=red", [("colour", "unknown-parameter")]),
        ("subjct=racism&colour=red", [("subjct", "unknown-parameter"), ("colour", "unknown-parameter")]),
        ("=red", [("", "empty-name")]),
        ("subject[]=racism", [("subject[]", "unknown-parameter")]),
        ("subject=nonsense", [("subject", "unknown-value")]),
        ("subject.all=racism,nonsense,rubbish", [("subject.all", "unknown-value")] * 2),
        ("subject=", [("subject", "empty-value")]),
        ("country=fi", [("country", "unknown-value")]),
        ("locale=xx", [("locale", "unknown-value")]),
        ("locale=fr&fallback=xx", [("fallback", "unknown-value")]),
        ("fallback=en", [("fallback", "needs-locale")]),
        ("locale=fr&fallback=none,en", [("fallback", "unknown-value")]),
        ("sort=colour", [("sort", "unknown-value")]),
        ("facets=subject,colour", [("facets", "unknown-value")]),
        ("count=all", [("count", "unknown-value")]),
        ("limit=101", [("limit", "out-of-range")]),
        ("limit=-1", [("limit", "out-of-range")]),
        ("limit=ten", [("limit", "not-a-number")]),
        ("limit=1e1", [("limit", "not-a-number")]),
        ("limit=٥", [("limit", "not-a-number")]),
        ("limit=99999999999999999999999999", [("limit", "not-a-number")]),
        ("q=a&q=b", [("q", "repeated")]),
        ("limit=1&limit=1", [("limit", "repeated")]),
        ("subject.all=racism&subject.all=equality", [("subject.all", "repeated")]),
        ("updated_since=yesterday", [("updated_since", "not-a-date")]),
        ("updated_since=0001-01-01T00:00:00%2B23:59", [("updated_since", "not-a-date")]),
        ("date.gte=2026-02-30", [("date.gte", "not-a-date")]),
        ("date.lt=20260501", [("date.lt", "not-a-date")]),
        ("date.lt=2026-05-01T12:00:00Z", [("date.lt", "not-a-date")]),
        ("date.gte=٢٠٢٦-٠٥-٠١", [("date.gte", "not-a-date")]),
        ("date.gte=2026-05-02&date.lt=2026-05-02", [("date.lt", "out-of-range")]),
        ("date=2026-05-01", [("date", "unknown-parameter")]),
        ("cursor=nonsense", [("cursor", "invalid-cursor")]),
        ("q=%00", [("q", "invalid-characters")]),
        ("q=%ED%A0%80", [("q", "invalid-encoding")]),
        ("subject=%FF", [("subject", "invalid-encoding")]),
        ("%00=1", [("", "invalid-characters")]),
        ("q=" + "x" * 201, [("q", "too-long")]),
        ("q=" + "+".join("abcdefghijklmnopqrstu"), [("q", "too-many-words")]),
        ("&".join(f"a{n}=1" for n in range(101)), [("", "too-many-parameters")]),
        (
            "limit=-1&colour=red&q=a&q=b",
            [("colour", "unknown-parameter"), ("q", "repeated"), ("limit", "out-of-range")],
        ),
    ],
)
def test_a_strict_reader_names_everything_that_is_wrong(source: str, expected: list[tuple[str, str]]) -> None:
    assert problems(source) == expected


def test_a_query_of_twenty_words_and_two_hundred_characters_is_fine() -> None:
    assert Query.parse("q=" + "+".join("abcdefghijklmnopqrst"), "talk").text
    assert len(Query.parse("q=" + "x" * 200, "talk").text) == 200


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("subjct=racism", ("subject",)),
        ("contry=FI", ("country",)),
        ("subject[]=racism", ("subject",)),
        ("subject[0]=racism", ("subject",)),
        ("subject=racisme", ("racism",)),
        ("subject=gender+equalty", ("equality",)),
        ("country=fi", ("FI",)),
        ("country=Finnland", ("FI",)),
        ("subject=gender", ("equality",)),
        ("country=lan", ("FI",)),
        ("sort=titel", ("title", "-title")),
        ("zzzzzzzz=1", ()),
        ("subject=" + "x" * 150, ()),
    ],
)
def test_suggestions(source: str, expected: tuple[str, ...]) -> None:
    assert meant(source)[: len(expected) or None] == expected


def test_there_are_at_most_three_suggestions() -> None:
    assert 1 < len(meant("subject.al=racism")) <= 3


def test_problems_do_not_come_by_the_hundred() -> None:
    assert len(problems("&".join(f"a{n}=1" for n in range(90)))) == 20


class TestPages:
    """Public pages read the same grammar, without being strict about what others add to their addresses."""

    def test_ignore_what_they_do_not_know(self) -> None:
        query = Query.parse("utm_source=x&=y&fbclid[]=z&%00=1&q=bread", "talk", strict=False)
        assert query.url() == "?q=bread"

    def test_ignore_fields_left_empty_in_a_form(self) -> None:
        assert Query.parse("q=&subject=&country=&limit=&sort=", "talk", strict=False) == Query("talk")

    def test_keep_a_value_that_is_no_more(self) -> None:
        assert Query.parse("subject=gone", "talk", strict=False).facets == {"subject": Selection(any=("gone",))}

    @pytest.mark.parametrize(
        ("source", "code"),
        [("q=%00", "invalid-characters"), ("limit=1000", "out-of-range"), ("subject=%00", "invalid-characters"),
         ("cursor=x", "invalid-cursor"), ("q=a&q=b", "repeated"), ("sort=colour", "unknown-value")],
    )  # fmt: skip
    def test_refuse_what_cannot_be_meant(self, source: str, code: str) -> None:
        assert [found for _name, found in problems(source, strict=False)] == [code]

    def test_imply_what_their_address_says_already(self) -> None:
        implied = {"locale": "fr", "fallback": "any", "limit": "24", "facets": "subject"}
        query = Query.parse("country=FI", "talk", strict=False, implied=implied)
        assert (query.locale, query.limit, query.wanted_facets) == ("fr", 24, ("subject",))
        assert query.languages[:2] == ("fr", "en")
        assert query.url() == "?country=FI"
        explicit = Query.parse("locale=el&fallback=none&limit=20", "talk", strict=False, implied=implied)
        assert explicit.languages == ("el",)
        assert explicit.url() == "?locale=el&fallback=none&limit=20"

    def test_read_a_querydict_as_well(self) -> None:
        given = QueryDict("subject=racism&subject=equality&q=br%C3%B6t")
        assert Query.parse(given, "talk", strict=False) == Query.parse(given.urlencode(), "talk")
        assert problems(QueryDict("q=%ED%A0%80"), strict=False) == [("q", "invalid-encoding")]


class TestAddresses:
    def test_are_the_same_for_the_same_question(self) -> None:
        one = Query.parse("country=GR&subject=racism&country=FI&q=x", "talk")
        other = Query.parse("q=+x&country=FI&country=GR&subject=racism&limit=20&sort=relevance&country=FI", "talk")
        assert one == other
        assert one.canonical() == other.canonical()
        assert one.url() == other.url() == "?q=x&country=FI&country=GR&subject=racism"
        assert hash(one) == hash(other)

    @pytest.mark.parametrize(
        "source",
        ["q=a+b%26c%3Dd", "subject=racism&subject.not=equality,language&country.all=FI", "locale=fr&fallback=it,any",
         "date.gte=2026-05-01&date.lt=2026-06-01",
         "updated_since=2026-05-01T12:30:00Z&sort=-title&facets=country&limit=7&count=none"],
    )  # fmt: skip
    def test_say_what_was_asked(self, source: str) -> None:
        query = Query.parse(source, "talk")
        assert Query.parse(query.url()[1:], "talk") == query

    def test_differ_by_kind_and_by_everything_asked(self) -> None:
        sources = ["", "q=x", "country=FI", "country.all=FI", "country.not=FI", "locale=en", "locale=en&fallback=any",
                   "sort=title", "limit=3", "facets=country", "count=none", "updated_since=2026-01-01",
                   "date.gte=2026-01-01", "date.lt=2026-01-01"]  # fmt: skip
        asked = [Query.parse(source, "talk").canonical() for source in sources]
        asked.append(Query.parse("", None).canonical())
        assert len(set(asked)) == len(asked)

    def test_toggle_a_value(self) -> None:
        query = Query.parse("subject=racism&country=FI", "talk")
        assert query.toggled("subject", "equality").url() == "?country=FI&subject=equality&subject=racism"
        assert query.toggled("subject", "racism").url() == "?country=FI"
        assert query.toggled("subject", "racism") == Query.parse("country=FI", "talk")

    def test_begin_anew_where_the_question_changes(self) -> None:
        query = Query.parse("subject=racism", "talk")
        going_on = Query.parse(query.url(cursor=Cursor("616200", 3).signed(query.fingerprint))[1:], "talk")
        assert going_on.cursor
        assert Query.parse(going_on.url()[1:], "talk") == going_on
        assert going_on.url(cursor=None) == "?subject=racism"
        assert going_on.url(sort="title") == "?subject=racism&sort=title"
        assert going_on.toggled("subject", "racism").url() == "?"

    def test_keep_what_the_caller_has_added(self) -> None:
        query = Query.parse("fields=title,url&q=x", "talk", also=[FIELDS])
        assert query.extra == {"fields": "title,url"}
        assert query.url(text="y") == "?q=y&fields=title%2Curl"
        assert problems("fields=colour", also=[FIELDS]) == [("fields", "unknown-value")]
        assert problems("fields=title") == [("fields", "unknown-parameter")]


class TestTable:
    def test_follows_from_the_marks_of_the_documents(self) -> None:
        names = [parameter.name for parameter in parameters("talk")]
        assert names == [
            "q", "subject", "subject.all", "subject.not", "country", "country.all", "country.not", "time", "time.all",
            "time.not", "locale", "fallback", "date.gte", "date.lt", "updated_since", "sort", "facets", "limit",
            "cursor", "count",
        ]  # fmt: skip
        assert not {"subject", "date.gte", "date.lt"} & {parameter.name for parameter in parameters("room")}

    def test_of_all_kinds_together_has_every_facet_and_the_orders_that_all_share(self) -> None:
        table = {parameter.name: parameter for parameter in parameters(None)}
        assert {"kind", "subject", "country", "date.gte"} <= set(table)
        assert {"title", "-title", "updated_at"} <= set(table["sort"].schema["enum"])
        assert "held" not in table["sort"].schema["enum"]

    def test_speaks_openapi(self) -> None:
        described = {parameter.name: parameter.openapi() for parameter in parameters("talk")}
        assert described["limit"]["schema"] == {"type": "integer", "minimum": 0, "maximum": 100}
        repeated, listed = described["country"], described["country.all"]
        assert (repeated["style"], repeated["explode"], repeated["schema"]["type"]) == ("form", True, "array")
        assert (listed["style"], listed["explode"], listed["schema"]["type"]) == ("form", False, "array")
        assert all(
            each["in"] == "query" and each["description"] and not each["required"] for each in described.values()
        )
        assert all("enum" not in described[name]["schema"]["items"] for name in ("country", "subject"))

    def test_orders(self) -> None:
        (sort,) = (parameter for parameter in parameters("talk") if parameter.name == "sort")
        names = ("confirmed_on", "held", "title", "updated_at")
        assert sort.schema["enum"] == ["relevance", *(sign + name for name in names for sign in ("", "-"))]


@pytest.mark.parametrize("strict", [True, False])
def test_nobody_chooses_more_values_than_a_page_can_take_back(strict: bool) -> None:
    many = [f"v{number}" for number in range(51)]
    for source in ("subject.not=" + ",".join(many), "&".join(f"subject={value}" for value in many)):
        found = problems(source, strict=strict)
        assert strict or found == [("", "too-many-values")]
    half = ",".join(many[:26])
    assert problems(f"subject.all={half}&country.not={half}", strict=False) == [("", "too-many-values")]
    assert Query.parse("subject.all=" + ",".join(many[:50]), "talk", strict=False)
    assert Query.parse("subject=" + "&subject=".join(["racism"] * 60), "talk").facets["subject"].any == ("racism",)
