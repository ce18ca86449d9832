"""Topics as visitors read them. They are no pages of the tree: what is on them comes from vocabulary and catalogue."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page

from documents.kinds import kinds
from documents.vocabularies import Concept as Told
from pages.chrome import chrome, homes, lists
from search.fallback import languages
from search.listing import Listing, found_by, wish_for_engines
from search.query import Query
from search.reading import Look
from topics import terms
from topics.vocabulary import Branch, Concept, Vocabulary

#: The kind that visitors come for. It stands first, and its numbers stand beside topics.
FIRST = "lecturer"
#: By which facets the first kind is narrowed down from here.
NARROWED_BY = ("language", "country", "organisation")
#: How many things of each kind are shown.
SHOWN = 12


@csrf_exempt
@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """All topics in their two levels."""
    fronts = homes()
    if get_language() not in fronts:
        return _send_to_first(request, fronts)
    look, known = _look()
    branches = _counted(known.tree(look.query.language), look)
    addresses = {code: _url(code) for code in fronts}
    context = {
        **_frame(fronts, addresses),
        "title": gettext("Topics"),
        "description": gettext("All topics that the network's lecturers teach, from the broad to the narrow."),
        "branches": branches,
        "jsonld": _set(branches, look.query.language),
    }
    return render(request, "topics/topic_index.html", context)


@csrf_exempt
@require_safe
@conditional_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic: what it means, what lies around it, and everything that is found by it."""
    look, known = _look()
    concept = known.get(slug)
    if concept is None:
        raise Http404
    if concept.slug != slug:
        return HttpResponsePermanentRedirect(reverse("topic", args=[concept.slug]))
    fronts = homes()
    if get_language() not in fronts:
        return _send_to_first(request, fronts)
    return render(request, "topics/topic_page.html", _context(concept, known, look, fronts))


def _send_to_first(request: HttpRequest, fronts: Collection[str]) -> HttpResponse:
    """Under a language that the site does not have yet: to the same in its first, as pages of the tree do."""
    first = next((code for code in languages() if code in fronts), None)
    is_closed = Page.objects.filter(depth=2, locale__language_code=get_language()).exists()
    if first is None or is_closed:
        raise Http404
    return redirect(translate_url(request.get_full_path(), first))


def _look() -> tuple[Look, Vocabulary]:
    look = Look.at_now(Query(FIRST, locale=get_language(), fallback=("any",)), beside=terms.version)
    return look, terms.known(look.state.beside)


def _frame(fronts: Mapping[str, Page], addresses: Mapping[str, str]) -> dict[str, Any]:
    """The frame of the language's front page around a page that is elsewhere."""
    language = get_language() or settings.LANGUAGE_CODE
    own = addresses.get(language) or addresses.get(settings.LANGUAGE_CODE, "")
    return {**chrome(fronts[language], addresses), "canonical_url": own}


def _context(concept: Concept, known: Vocabulary, look: Look, fronts: Mapping[str, Page]) -> dict[str, Any]:
    language = look.query.language
    addresses = lists(fronts[language])
    tree = _counted(known.tree(language), look)
    above = next((branch for branch in tree if branch["slug"] == concept.broader), None)
    level = above["narrower"] if above else tree
    itself = next((branch for branch in level if branch["slug"] == concept.slug), None)
    if itself is None:  # what it belonged under has been merged at this very moment
        raise Http404
    found = found_by(look, "topic", concept.slug, SHOWN)
    sections = [_section(name, found[name], addresses) for name in sorted(found, key=lambda name: name != FIRST)]
    shown = [document for section in sections for document in section["documents"]]
    return {
        **_frame(fronts, {code: _url(code, concept.slug) for code in fronts if concept.is_named_in(code)}),
        "title": itself["label"],
        "description": itself["definition"] or gettext("Who teaches this in the network, and what is written on it."),
        "robots": wish_for_engines(shown) if shown else "noindex",
        "topic": itself,
        "spoken": concept.language(language),
        "synonyms": known.synonyms(concept.slug, language),
        "broader": above,
        "related": [{"slug": near.slug, "label": near.label(language)} for near in known.related(concept.slug)],
        "beside": [branch for branch in above["narrower"] if branch != itself] if above else [],
        "sections": [section for section in sections if section["total"]],
        "bank_url": addresses.get(FIRST, ""),
        "jsonld": _term(itself, known, terms.concepts(look.state.beside), language),
    }


def _section(kind: str, listing: Listing, addresses: Mapping[str, str]) -> dict[str, Any]:
    """What was found of one kind, as the template shows it."""
    list_url = addresses.get(kind, "")
    narrowing = [facet for facet in listing.facets() if facet["name"] in NARROWED_BY] if kind == FIRST else []
    return {
        "name": kinds[kind].collection,
        "title": kinds[kind].page_model._meta.verbose_name_plural,
        "cards": [f"components/{kind}_card.html", "components/card.html"],
        "documents": listing.documents,
        "total": listing.page.total if listing.page else 0,
        "list_url": list_url,
        "url": list_url and list_url + listing.query.url(),
        "facets": narrowing if list_url else [],
    }


def _counted(branches: Iterable[Branch], look: Look) -> list[dict[str, Any]]:
    """The branches, each with how many things of the first kind are found by it."""
    counts = look.counts("topic")

    def counted(branch: Branch) -> dict[str, Any]:
        return {
            "slug": branch.slug,
            "label": branch.label,
            "definition": branch.definition,
            "count": counts.get(branch.slug, {}).get(FIRST, 0),
            "narrower": [counted(narrower) for narrower in branch.narrower],
        }

    return [counted(branch) for branch in branches]


def _url(language: str, slug: str = "") -> str:
    with override(language):
        return settings.PUBLIC_URL + (reverse("topic", args=[slug]) if slug else reverse("topics"))


def _term(topic: Mapping[str, Any], known: Vocabulary, concepts: Sequence[Told], language: str) -> dict[str, Any]:
    """The topic as a `DefinedTerm` (schema.org)."""
    told = next(each for each in concepts if each.key == topic["slug"])
    about = {
        "@type": "DefinedTerm",
        "name": topic["label"],
        "alternateName": known.synonyms(topic["slug"], language),
        "description": topic["definition"],
        "termCode": topic["slug"],
        "url": _url(language, topic["slug"]),
        "inDefinedTermSet": _url(language),
        "sameAs": told.exact_matches,
    }
    return {"@context": "https://schema.org", **{name: value for name, value in about.items() if value}}


def _set(branches: Iterable[Mapping[str, Any]], language: str) -> dict[str, Any]:
    """The vocabulary as a `DefinedTermSet` (schema.org)."""
    topics = [topic for branch in branches for topic in (branch, *branch["narrower"])]
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "name": gettext("Topics"),
        "url": _url(language),
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "name": topic["label"], "url": _url(language, topic["slug"])} for topic in topics
        ],
    }
