"""From a page that an editor publishes to what a visitor finds, and back."""

from typing import Any
from uuid import UUID

import pytest

from catalogue.models import Dirty
from catalogue.refresh import refresh
from people.services import withdraw_consent
from search.query import Query
from search.reading import Page, answer
from tests.factories.pages import lecturer, organisation, publish, site_tree, translated
from tests.factories.topics import gender_equality, topic

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def site(settings: Any, tmp_path: Any, db: None) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])


def settle() -> None:
    while Dirty.objects.exists():
        refresh()


def ask(source: str, kind: str | None = "lecturer") -> Page:
    return answer(Query.parse(source, kind))


def found(source: str, kind: str | None = "lecturer") -> list[str]:
    settle()
    return sorted(item.entry.title for item in ask(source, kind).items)


@pytest.fixture
def nadia(site: None) -> Any:
    owner = organisation("Sunrise Association")
    return lecturer(
        "Nadia Example", parent=owner, headline="Teaches many things", bio="<p>Research on care work</p>",
        country="FI", topics=[gender_equality()],
    )  # fmt: skip


@pytest.fixture
def omar(site: None) -> Any:
    return lecturer("Omar Sample", country="GR", topics=[topic("Anti-racism", el="Αντιρατσισμός")])


@pytest.mark.usefixtures("nadia", "omar")
class TestLecturers:
    @pytest.mark.parametrize(
        "words",
        ["nadia", "example+NADIA", "care+work", "many", "gender", "feminism", "sukupuolten+tasa-arvo",
         "naisten+oikeudet", "ισότητα", "ισότητας", "المساواة", "حقوق", "finland", "sunrise"],
    )  # fmt: skip
    def test_are_found_by_name_text_and_topic_in_any_language(self, words: str) -> None:
        assert found(f"q={words}") == ["Nadia Example"]

    def test_are_found_by_facets_and_counted(self) -> None:
        assert found("country=GR") == ["Omar Sample"]
        assert found("country=GR&country=FI") == ["Nadia Example", "Omar Sample"]
        page = ask("facets=country,topic,organisation,language,mode,format")
        assert {(v.value, v.label, v.count) for v in page.facets["country"]} == {
            ("FI", "Finland", 1),
            ("GR", "Greece", 1),
        }
        topics = {v.label: v.count for v in page.facets["topic"]}
        assert topics["Gender equality"] == topics["Equality and inclusion"] == topics["Anti-racism"] == 1
        (owner,) = page.facets["organisation"]
        assert (owner.label, owner.count) == ("Sunrise Association", 1)
        assert UUID(owner.value)
        assert found(f"organisation={owner.value}") == ["Nadia Example"]

    def test_every_value_that_is_counted_can_be_asked_for_and_finds_as_many(self) -> None:
        names = ("country", "topic", "organisation", "language", "mode", "format")
        settle()
        for name, values in ask("facets=" + ",".join(names)).facets.items():
            assert values, name
            for value in values:
                assert ask(f"{name}={value.value}").total == value.count, (name, value)

    def test_are_found_beside_other_kinds(self) -> None:
        assert found("q=sunrise", kind=None) == ["Nadia Example", "Sunrise Association"]


def test_a_lecturer_is_found_in_the_visitors_language_first(nadia: Any) -> None:
    translated(nadia, "fi", headline="Opettajien kouluttaja")
    settle()
    assert [item.entry.locale for item in ask("locale=fi").items] == ["fi"]
    assert [(item.entry.locale, item.is_fallback) for item in ask("locale=el&fallback=any").items] == [("en", True)]
    assert ask("locale=fi&q=opettaja").total == 1
    assert ask("locale=fi&q=teaches").total == 0


def test_a_withdrawn_consent_takes_a_lecturer_from_list_total_and_counts_before_anything_is_numbered(
    nadia: Any,
) -> None:
    assert found("country=FI&facets=country") == ["Nadia Example"]
    withdraw_consent(nadia.person, None, by=None)
    page = ask("facets=country")
    assert (page.items, page.total, page.facets["country"]) == ((), 0, ())
    assert found("q=nadia") == []


def test_a_lecturer_is_found_by_the_new_name_and_not_by_the_old(nadia: Any) -> None:
    assert found("q=nadia") == ["Nadia Example"]
    nadia.title = "Amina Example"
    publish(nadia)
    assert found("q=nadia") == []
    assert found("q=amina") == ["Amina Example"]


def test_what_is_hidden_is_not_found(nadia: Any) -> None:
    nadia.city, nadia.city_visibility = "Rovaniemi", "hidden"
    publish(nadia)
    assert found("q=rovaniemi") == []
    nadia.city_visibility = "public"
    publish(nadia)
    assert found("q=rovaniemi") == ["Nadia Example"]
