"""What every engine must find, count and leave out."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from catalogue.models import Entry
from search.query import Query
from search.reading import Look
from tests.factories.entries import number, room, talk, withdraw
from tests.search.conftest import Search, titles

NOW = timezone.now()
HOUR = timedelta(hours=1)


def counts(page: object, facet: str) -> dict[str, int]:
    return {value.value: value.count for value in page.facets[facet]}  # type: ignore[attr-defined]


class TestText:
    def test_a_word_is_found_wherever_it_stands(self, search: Search) -> None:
        talk("Bread"), talk("Other", summary="All about bread"), talk("Third", body="<p>We bake <b>bread</b></p>")
        talk("Water")
        page = search("q=bread")
        assert sorted(titles(page)) == ["Bread", "Other", "Third"]
        assert page.total == 3

    def test_a_title_weighs_more_than_a_headline_and_that_more_than_a_body(self, search: Search) -> None:
        talk("Third", body="<p>bread</p>"), talk("Second", summary="bread"), talk("Bread")
        assert titles(search("q=bread")) == ["Bread", "Second", "Third"]

    def test_words_are_joined_by_and_in_any_order(self, search: Search) -> None:
        talk("Amina Diallo"), talk("Amina Laine"), talk("Omar Diallo")
        assert titles(search("q=diallo+amina")) == ["Amina Diallo"]

    def test_of_four_words_one_may_be_missing(self, search: Search) -> None:
        talk("Bread and salt and water")
        assert titles(search("q=bread+salt+water+honey")) == ["Bread and salt and water"]
        assert titles(search("q=bread+salt+honey")) == []

    def test_function_words_need_not_be_there(self, search: Search) -> None:
        talk("Bread")
        assert titles(search("q=what+is+the+bread")) == ["Bread"]

    @pytest.mark.parametrize(
        ("locale", "written", "asked"),
        [
            ("en", "Lecturers teaching", "lecturer"),
            ("en", "Zoë", "zoe"),
            ("fi", "Opettajat yliopistossa", "yliopisto"),
            ("fi", "Sukupuolten tasa-arvosta", "tasa-arvo"),
            ("fr", "Les égalités", "egalite"),
            ("de", "Straßen", "strasse"),
            ("el", "Μαρία", "maria"),
            ("en", "Maria", "Μαρία"),
            ("el", "Η ισότητα", "ισότητας"),
            ("el", "Η ΙΣΟΤΗΤΑ", "ισοτητα"),
            ("ar", "المساواة", "مساواة"),
            ("ar", "مُعَلِّم", "معلم"),
            ("uk", "Олена", "olena"),
            ("nl", "Łukasz Sørensen", "lukasz sorensen"),
        ],
    )
    def test_inflections_marks_and_scripts_meet(self, search: Search, locale: str, written: str, asked: str) -> None:
        talk(written, locale), talk("Ἄλλο something else muuta", locale)
        assert titles(search(f"q={asked}&locale={locale}")) == [written]

    def test_subjects_are_found_in_every_language(self, search: Search) -> None:
        talk("Anna", "el", subjects=["equality"]), talk("Bela", "el", subjects=["racism"])
        for asked in ("gender+equality", "sukupuolten+tasa-arvo", "égalité", "ισότητα", "المساواة", "tasa-arvosta"):
            for locale in ("en", "fi", "ar"):
                assert titles(search(f"q={asked}&locale={locale}&fallback=any")) == ["Anna"], (asked, locale)

    def test_a_text_without_a_word_finds_nothing(self, search: Search) -> None:
        talk()
        assert search("q=***").total == 0
        assert search("q=++").total == 1

    def test_greek_is_not_stemmed_as_english(self, search: Search) -> None:
        """An English reader's Greek words find their Greek inflections, the word itself first."""
        talk("γλώσσες", "el"), talk("γλώσσα", "el"), talk("θάλασσα", "el")
        assert titles(search("q=γλώσσα&locale=en&fallback=any")) == ["γλώσσα", "γλώσσες"]


class TestFacets:
    @pytest.fixture(autouse=True)
    def _talks(self, search: Search) -> None:
        talk("A", subjects=["equality"], country="FI"), talk("B", subjects=["equality", "racism"], country="GR")
        talk("C", subjects=["racism"], country="GR"), talk("D", country="BE")

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("subject=equality", "AB"),
            ("subject=equality&subject=racism", "ABC"),
            ("subject=racism&country=GR", "BC"),
            ("subject.all=equality,racism", "B"),
            ("subject.not=equality", "CD"),
            ("subject.not=equality,racism", "D"),
            ("subject=racism&subject.not=equality&country=GR&country=FI", "C"),
            ("subject=equality&country=BE", ""),
        ],
    )
    def test_choices(self, search: Search, source: str, expected: str) -> None:
        page = search(f"{source}&sort=title")
        assert "".join(titles(page)) == expected
        assert page.total == len(expected)

    def test_a_facet_is_counted_without_its_own_choice(self, search: Search) -> None:
        page = search("subject=equality&country=GR&facets=subject,country")
        assert counts(page, "subject") == {"equality": 1, "racism": 2}
        assert counts(page, "country") == {"GR": 1, "FI": 1}

    def test_values_come_with_label_and_choice_by_count_then_label(self, search: Search) -> None:
        page = search("country=FI&facets=country&locale=en")
        expected = [("GR", "Greece", 2, False), ("BE", "Belgium", 1, False), ("FI", "Finland", 1, True)]
        assert [(v.value, v.label, v.count, v.selected) for v in page.facets["country"]] == expected

    def test_values_of_an_ordered_facet_stand_in_its_order(self, search: Search) -> None:
        talk("E", time="dusk"), talk("F", time="dusk"), talk("G", time="dawn"), talk("H", time="night")
        assert [*counts(search("time=noon&facets=time"), "time")] == ["dawn", "noon", "dusk", "night"]

    def test_a_chosen_value_without_a_hit_stays_to_be_unchosen(self, search: Search) -> None:
        page = search("subject=language&facets=subject")
        assert page.total == 0
        assert [(v.value, v.count) for v in page.facets["subject"] if v.selected] == [("language", 0)]

    def test_labels_are_in_the_language_asked_for(self, search: Search) -> None:
        page = search("facets=subject&locale=fr&fallback=any")
        assert {v.label for v in page.facets["subject"]} == {"égalité des genres", "racisme"}

    def test_what_is_not_wanted_is_not_counted(self, search: Search) -> None:
        assert search("subject=equality").facets == {}

    def test_a_page_finds_nothing_for_a_value_that_it_does_not_know(self, search: Search) -> None:
        assert search("subject=gone", strict=False).total == 0

    def test_all_kinds_together(self, search: Search) -> None:
        room("Hall", country="GR")
        page = search("country=GR&facets=kind,country,subject&sort=title", kind=None)
        assert titles(page) == ["B", "C", "Hall"]
        assert counts(page, "kind") == {"talk": 2, "room": 1}
        assert titles(search("kind=room", kind=None)) == ["Hall"]
        assert titles(search("", kind="room")) == ["Hall"]


class TestLanguages:
    @pytest.fixture(autouse=True)
    def _talks(self, search: Search) -> None:
        both, greek = uuid4(), uuid4()
        talk("Both", "en", key=both), talk("Les deux", "fr", key=both)
        talk("Μόνο", "el", key=greek), talk("Vain", "fi", key=greek)

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("locale=en", {"Both"}),
            ("locale=fr&fallback=none", {"Les deux"}),
            ("locale=it", set()),
            ("locale=it&fallback=en", {"Both"}),
            ("locale=it&fallback=fr,en", {"Les deux"}),
            ("locale=it&fallback=el,en", {"Both", "Μόνο"}),
            ("locale=fr&fallback=any", {"Les deux", "Vain"}),
            ("locale=el&fallback=any", {"Both", "Μόνο"}),
            ("", {"Both", "Vain"}),
        ],
    )
    def test_each_thing_once_in_its_best_language(self, search: Search, source: str, expected: set[str]) -> None:
        page = search(source)
        assert set(titles(page)) == expected
        assert page.total == len(expected)

    def test_a_fallback_says_so(self, search: Search) -> None:
        page = search("locale=fr&fallback=any")
        assert {item.entry.title: item.is_fallback for item in page.items} == {"Les deux": False, "Vain": True}

    def test_the_language_is_chosen_before_the_filters(self, search: Search) -> None:
        """A text that is only in the English version does not bring English to French readers."""
        key = uuid4()
        talk("Zebra", "en", key=key), talk("Cheval", "fr", key=key)
        assert titles(search("q=zebra&locale=fr&fallback=any")) == []

    def test_a_new_language_takes_the_place_of_the_fallback(self, search: Search) -> None:
        key = uuid4()
        talk("English", "en", key=key)
        assert "English" in titles(search("locale=fr&fallback=en"))
        french = talk("Français", "fr", key=key)
        assert set(titles(search("locale=fr&fallback=en"))) == {"Les deux", "Français"}
        withdraw(french)
        number(french)
        assert set(titles(search("locale=fr&fallback=en"))) == {"Les deux", "English"}


class TestTime:
    def test_an_entry_is_found_only_in_its_time(self, search: Search) -> None:
        talk("Later", visible_from=NOW + HOUR), talk("Over", visible_until=NOW - HOUR)
        talk("Now", visible_from=NOW - HOUR, visible_until=NOW + HOUR, country="FI")
        page = search("facets=country", at=NOW)
        assert titles(page) == ["Now"]
        assert (page.total, counts(page, "country")) == (1, {"FI": 1})
        assert search("", at=NOW + 2 * HOUR).total == 1

    def test_the_ends_hold_to_the_moment(self, search: Search) -> None:
        talk("Now", visible_from=NOW, visible_until=NOW + HOUR)
        tick = timedelta(microseconds=1)
        assert [search("", at=at).total for at in (NOW - tick, NOW, NOW + HOUR - tick, NOW + HOUR)] == [0, 1, 1, 0]

    def test_a_language_that_time_has_brought_or_taken_counts_without_a_number(
        self, search: Search, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key = uuid4()
        talk("English", "en", key=key)
        talk("Français", "fr", key=key, visible_from=NOW + HOUR, visible_until=NOW + 3 * HOUR)
        seen = []
        for hours in (0, 2, 4):
            monkeypatch.setattr(timezone, "now", lambda hours=hours: NOW + hours * HOUR)
            seen.append(titles(search("locale=fr&fallback=en")))
        assert seen == [["English"], ["Français"], ["English"]]

    def test_updated_since(self, search: Search) -> None:
        talk("Old", updated_at=datetime(2026, 1, 1, tzinfo=UTC))
        talk("New", updated_at=datetime(2026, 6, 1, tzinfo=UTC))
        assert titles(search("updated_since=2026-03-01")) == ["New"]
        assert titles(search("updated_since=2026-06-01T00:00:00Z")) == ["New"]
        assert titles(search("updated_since=2026-06-01T00:00:01Z")) == []


class TestFollowing:
    def test_a_search_after_a_publish_sees_it(self, search: Search) -> None:
        key = uuid4()
        assert search().total == 0
        talk("First", key=key)
        assert titles(search("q=first")) == ["First"]
        talk("Second", key=key)
        assert titles(search("q=second")) == ["Second"]
        assert search("q=first").total == 0

    def test_what_has_ended_is_gone_at_once_from_list_total_and_counts(self, search: Search) -> None:
        doomed = talk("Doomed", country="FI")
        talk("Stays", country="GR")
        assert search("facets=country").total == 2
        withdraw(doomed)
        for source in ("sort=title", "country=FI&country=GR", "q=doomed", "q=stays"):
            page = search(f"facets=country&{source}")
            assert "Doomed" not in titles(page)
            assert counts(page, "country").get("FI", 0) == 0
        assert search("facets=country").total == 1
        number(doomed)
        assert search("facets=country").total == 1

    def test_what_has_ended_comes_back(self, search: Search) -> None:
        entry = talk("Back")
        search()
        withdraw(entry)
        assert search().total == 0
        talk("Back again", key=entry.thing_id)
        assert titles(search()) == ["Back again"]

    def test_two_queries_answer_and_one_a_conditional_request(
        self, search: Search, django_assert_num_queries: object
    ) -> None:
        for n in range(30):
            talk(f"Talk {n}", subjects=["racism"])
        query = Query.parse("facets=subject,country&subject=racism", "talk")
        Look.at_now(query)
        with django_assert_num_queries(1):  # type: ignore[operator]
            look = Look.at_now(query)
            assert look.etag
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert look.page().total == 30

    def test_the_etag_changes_with_what_the_answer_depends_on(self, search: Search) -> None:
        entry = talk("One", visible_until=NOW + HOUR)
        other = talk("Two")
        tags = [search().etag]
        assert search().etag == tags[0]
        tags.append(search("sort=title").etag)
        withdraw(other)
        tags.append(search().etag)
        number(other)
        tags.append(search().etag)
        talk("One", key=entry.thing_id, visible_until=NOW + HOUR)
        tags.append(search().etag)
        tags.append(search(at=NOW + 2 * HOUR).etag)
        tags.append(search(at=NOW + 26 * HOUR).etag)
        assert len(set(tags)) == len(tags)

    def test_an_order_by_title_does_not_change_with_the_day(self, search: Search) -> None:
        talk()
        assert search("sort=title", at=NOW).etag == search("sort=title", at=NOW + 24 * HOUR).etag

    def test_a_row_without_a_number_of_its_own_kind_does_not_hide_others(self, search: Search) -> None:
        hall, one = room("Hall"), talk("One")
        search()
        withdraw(hall)
        assert titles(search()) == ["One"]
        assert Entry.objects.get(pk=one.pk).removed_at is None
