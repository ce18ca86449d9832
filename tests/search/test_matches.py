"""`Query.matches` and the engine are two readings of one rule: they must never differ."""

from uuid import UUID

import pytest

from catalogue.models import Entry
from search.engine import Engine
from search.query import Query
from search.reading import Look
from tests.search import crowd
from tests.search.crowd import NOW, questions


@pytest.fixture
def catalogue(engine: Engine) -> None:
    crowd.make()


@pytest.mark.usefixtures("catalogue")
def test_matches_says_what_the_engine_finds(engine: Engine) -> None:
    entries = list(Entry.objects.select_related("thing"))
    public: dict[UUID, set[str]] = {}
    for entry in Entry.objects.public(NOW):
        public.setdefault(entry.thing_id, set()).add(entry.locale)
    sizes = set()
    for query in questions():
        page = Look.at_now(query, NOW).page()
        found = {(item.key, item.entry.locale) for item in page.items}
        matching = {
            (entry.thing_id, entry.locale)
            for entry in entries
            if query.matches(entry, public.get(entry.thing_id, set()), NOW, engine.words())
        }
        assert found == matching, query
        assert page.total == len(matching), query
        sizes.add(len(found))
    assert len(sizes) > 10


@pytest.mark.usefixtures("catalogue")
def test_matches_finds_out_the_languages_itself() -> None:
    query = Query("talk", locale="fr", fallback=("any",), limit=100)
    found = {(item.key, item.entry.locale) for item in Look.at_now(query, NOW).page().items}
    assert found == {(e.thing_id, e.locale) for e in Entry.objects.all() if query.matches(e, at=NOW)}
    assert found
