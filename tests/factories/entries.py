"""Entries of the catalogue without the pages behind them: two kinds that exist only while a test uses them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from django.db import transaction

from catalogue import log
from catalogue.models import Entry, Thing
from documents.days import Day
from documents.document import ORIGIN, Choice, Document, Facet, Sort, Text
from documents.kinds import Kind
from documents.quality import Quality
from pages.reasons import Reason

SUBJECTS: Mapping[str, Mapping[str, str]] = {
    "equality": {"en": "gender equality", "fi": "sukupuolten tasa-arvo", "fr": "égalité des genres",
                 "el": "ισότητα των φύλων", "ar": "المساواة بين الجنسين", "uk": "гендерна рівність"},
    "racism": {"en": "racism", "fi": "rasismi", "fr": "racisme", "el": "ρατσισμός", "ar": "العنصرية", "uk": "расизм"},
    "language": {"en": "language learning", "fi": "kielen oppiminen", "fr": "apprentissage des langues",
                 "el": "εκμάθηση γλωσσών", "ar": "تعلم اللغة", "uk": "вивчення мови"},
}  # fmt: skip
COUNTRIES = {"FI": "Finland", "GR": "Greece", "BE": "Belgium", "IT": "Italy"}


def subject_labels(locale: str) -> dict[str, str]:
    return {code: labels.get(locale, labels["en"]) for code, labels in SUBJECTS.items()}


def country_labels(locale: str) -> dict[str, str]:
    return COUNTRIES


def time_labels(locale: str) -> dict[str, str]:
    return {"dawn": "Dawn", "noon": "Noon", "dusk": "Dusk"}


class TalkDocument(Document, kind="talk", collection="talks"):
    """Something to find, with words of every weight."""

    subjects: Annotated[list[Choice], Facet("subject", "Subject", subject_labels), Text("topics")] = []
    country: Annotated[Choice | None, Facet("country", "Country", country_labels)] = None
    time: Annotated[str, Facet("time", "Time", time_labels, ordered=True)] = ""
    held: Annotated[str, Sort()] = ""
    opens: Annotated[date | None, Day()] = None
    closes: Annotated[date | None, Day()] = None
    body: Annotated[str, Text("body", markup=True)] = ""
    confirmed_on: Annotated[date | None, Quality("confirmed"), Sort()] = None
    length: Annotated[str, Quality("complete")] = ""
    needs: Annotated[str, Quality("complete")] = ""
    praise: Annotated[str, Quality("endorsed")] = ""


class RoomDocument(Document, kind="room", collection="rooms"):
    """A second kind, which shares one facet with the first and has nothing that speaks for it."""

    country: Annotated[Choice | None, Facet("country", "Country", country_labels)] = None


def unbuilt(_page: object) -> Document:
    raise NotImplementedError("These kinds have no pages.")


# Any model that is no page will do for the kinds' names.
KINDS = (Kind(Thing, TalkDocument, unbuilt), Kind(Entry, RoomDocument, unbuilt))


def subject(code: str) -> Choice:
    words = {language: [word] for language, word in SUBJECTS[code].items()}
    return Choice(code=code, label=SUBJECTS[code]["en"], facet_values=[code], words_in=words)


def talk(title: str = "A talk", locale: str = "en", **fields: Any) -> Entry:
    """A public talk; see `publish`. `subjects` and `country` are codes."""
    codes: Sequence[str] = fields.pop("subjects", ())
    subjects = [subject(code) for code in codes]
    country = fields.pop("country", None)
    place = Choice.of(country, COUNTRIES[country]) if country else None
    return publish(TalkDocument, title, locale, subjects=subjects, country=place, **fields)


def room(title: str = "A room", locale: str = "en", country: str | None = None, **fields: Any) -> Entry:
    place = Choice.of(country, COUNTRIES[country]) if country else None
    return publish(RoomDocument, title, locale, country=place, **fields)


@transaction.atomic
def publish(
    document: type[Document],
    title: str,
    locale: str,
    *,
    key: UUID | None = None,
    slug: str = "x",
    visible_from: datetime | None = None,
    visible_until: datetime | None = None,
    updated_at: datetime = datetime(2026, 11, 1, tzinfo=UTC),
    **fields: Any,
) -> Entry:
    """Put a document into the catalogue as a refresh would, under the next number of the log."""
    key, path = key or uuid4(), f"/{locale}/{slug}/"
    made = document(
        id=key, type=document.kind, locale=locale, title=title, slug=slug, url=ORIGIN + path,
        updated_at=updated_at, **fields,
    )  # fmt: skip
    Thing.objects.get_or_create(key=key, defaults={"kind": document.kind, "withheld": ""})
    written = {
        "kind": document.kind, "seq": log.take(1), "etag": uuid4().hex, "title": title, "slug": slug, "path": path,
        "payload": made.payload(), "facets": made.facets(), "text": made.texts(), "sort": made.orders(),
        "updated_at": updated_at, "visible_from": visible_from, "visible_until": visible_until,
        "removed_at": None, "unnumbered": False,
    }  # fmt: skip
    return Entry.objects.update_or_create(thing_id=key, locale=locale, defaults=written)[0]


def withdraw(entry: Entry) -> None:
    """End an entry as its cause does: in force at once, numbered only later."""
    Entry.objects.filter(pk=entry.pk).end(Reason.ERASED)


@transaction.atomic
def number(entry: Entry) -> None:
    """Give a withdrawal its place in the log."""
    Entry.objects.filter(pk=entry.pk).update(seq=log.take(1), unnumbered=False)
