"""Vocabularies as linked data, in the words of SKOS (https://www.w3.org/TR/skos-reference/)."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.links import vocabulary_url
from documents.vocabularies import Concept, Vocabulary

_BY_LANGUAGE = {"@container": "@language"}
_ADDRESS = {"@type": "@id"}
_CONTEXT: dict[str, Any] = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "ConceptScheme": "skos:ConceptScheme",
    "Concept": "skos:Concept",
    "notation": "skos:notation",
    "deprecated": "owl:deprecated",
    "isReplacedBy": {"@id": "dct:isReplacedBy", **_ADDRESS},
    **{name: {"@id": f"skos:{name}", **_BY_LANGUAGE} for name in ("prefLabel", "altLabel", "definition")},
    **{
        name: {"@id": f"skos:{name}", **_ADDRESS}
        for name in (
            *(
                "inScheme",
                "hasTopConcept",
                "topConceptOf",
                "broader",
                "narrower",
                "related",
                "exactMatch",
                "closeMatch",
                "broadMatch",
            ),
        )
    },
}


def scheme(vocabulary: Vocabulary, concepts: Sequence[Concept]) -> dict[str, Any]:
    """The whole vocabulary: the scheme and every concept, the merged ones as deprecated."""
    top = [vocabulary_url(vocabulary, c.key) for c in concepts if _is_top(c)]
    itself = {
        "@id": vocabulary_url(vocabulary),
        "@type": "ConceptScheme",
        "prefLabel": {"en": vocabulary.title},
        "hasTopConcept": top,
    }
    return {"@context": _CONTEXT, "@graph": [itself, *(_node(vocabulary, c, concepts) for c in concepts)]}


def concept(vocabulary: Vocabulary, key: str, concepts: Sequence[Concept]) -> dict[str, Any]:
    """One concept of the vocabulary."""
    found = next(c for c in concepts if c.key == key)
    return {"@context": _CONTEXT, **_node(vocabulary, found, concepts)}


def _node(vocabulary: Vocabulary, concept: Concept, concepts: Sequence[Concept]) -> dict[str, Any]:
    def address(key: str | None) -> str | None:
        return vocabulary_url(vocabulary, key) if key else None

    said: Mapping[str, Any] = {
        "@id": address(concept.key),
        "@type": "Concept",
        "inScheme": vocabulary_url(vocabulary),
        "topConceptOf": vocabulary_url(vocabulary) if _is_top(concept) else None,
        "notation": concept.notation or concept.key,
        "prefLabel": concept.labels,
        "altLabel": concept.synonyms,
        "definition": concept.definitions,
        "broader": address(concept.broader),
        "narrower": [address(c.key) for c in concepts if c.broader == concept.key and not c.merged_into],
        "related": [address(key) for key in concept.related],
        "exactMatch": concept.exact_matches,
        "closeMatch": concept.close_matches,
        "broadMatch": concept.broad_matches,
        "deprecated": bool(concept.merged_into),
        "isReplacedBy": address(concept.merged_into),
    }
    return {name: value for name, value in said.items() if value}


def _is_top(concept: Concept) -> bool:
    return not concept.broader and not concept.merged_into
