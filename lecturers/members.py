"""The bank as members read it: everybody who is public, and those who are for members only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import Thing
from documents.members import Shown, read_for_members
from lecturers.models import LecturerPage
from pages.languages import country_names, language_names, without_accents
from pages.reasons import MEMBERS_ONLY
from topics import vocabulary
from topics.models import TopicTag

PER_PAGE = 20
#: What the catalogue says of things that members may see; whether they may, is judged again when they are read.
SEEN = ("", MEMBERS_ONLY.code)
LONGEST = 200


class MembersForm(forms.Form):
    """Whom a member looks for: nothing that is asked for can be hidden by whom it finds."""

    q = forms.CharField(label=_("Words"), max_length=LONGEST, required=False)
    topic = forms.ChoiceField(label=_("Topic"), choices=lambda: _any_or(vocabulary.labels(_spoken())), required=False)
    language = forms.ChoiceField(
        label=_("Teaches in"), choices=lambda: _any_or(language_names(_spoken())), required=False
    )
    country = forms.ChoiceField(label=_("Country"), choices=lambda: _any_or(country_names(_spoken())), required=False)
    members_only = forms.BooleanField(label=_("Only those who are not public"), required=False)


def read_page(asked: Mapping[str, Any], number: Any) -> tuple[Page, list[Shown]]:
    """A page of those who are found, and of them who may be seen now; how many there are is not told."""
    sources = _sources(asked)
    versions = _saying(asked["q"].split(), sources) if asked.get("q") else None
    keys = sources.values_list("translation_key", flat=True)
    page = Paginator(keys if versions is None else [key for key in keys if key in versions], PER_PAGE).get_page(number)
    shown = read_for_members(list(page), _spoken())
    found = [shown[key] for key in page if key in shown]
    if versions is not None:  # a version that is kept from members finds nobody
        found = [each for each in found if versions[each.page.translation_key] & {page.pk for page in each.pages}]
    return page, found


def _sources(asked: Mapping[str, Any]) -> QuerySet[LecturerPage]:
    """The sources of profiles that fit the filters, by name."""
    withheld = SEEN[1:] if asked.get("members_only") else SEEN
    things = Thing.objects.filter(kind="lecturer", withheld__in=withheld)
    found = LecturerPage.objects.filter(live=True, pk__in=things.values("source"))
    if topic := asked.get("topic"):
        known = vocabulary.current()
        rows = [concept.pk for slug, concept in known.concepts.items() if topic in known.lineage(slug)]
        found = found.filter(pk__in=TopicTag.objects.filter(tag__in=rows).values("content_object"))
    if language := asked.get("language"):
        found = found.filter(languages__language=language, languages__teaches=True)
    if country := asked.get("country"):
        found = found.filter(country=country)
    return found.order_by("title", "pk")


def _saying(words: Iterable[str], sources: QuerySet[LecturerPage]) -> dict[UUID, set[int]]:
    """The versions, by thing, whose name, headline and topics hold every word, whatever its accents."""
    wanted = [without_accents(word) for word in words]
    subjects = _subjects(sources)
    live = LecturerPage.objects.filter(live=True, alias_of=None)
    versions = live.filter(translation_key__in=sources.order_by().values("translation_key"))
    found: dict[UUID, set[int]] = defaultdict(set)
    for key, pk, title, headline in versions.values_list("translation_key", "pk", "title", "headline"):
        said = without_accents(f"{title} {headline} {subjects[key]}")
        if all(word in said for word in wanted):
            found[key].add(pk)
    return found


def _subjects(sources: QuerySet[LecturerPage]) -> Mapping[UUID, str]:
    """What the topics of each thing are called, in every language."""
    known = vocabulary.current()
    found: dict[UUID, str] = defaultdict(str)
    tags = TopicTag.objects.filter(content_object__in=sources.order_by().values("pk"))
    for key, tag in tags.values_list("content_object__translation_key", "tag"):
        if concept := known.row(tag):
            found[key] += " ".join(word for words in known.words(concept.slug).values() for word in words) + " "
    return found


def _any_or(names: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [("", "—"), *sorted(names.items(), key=lambda item: without_accents(str(item[1])))]


def _spoken() -> str:
    return get_language() or "en"
