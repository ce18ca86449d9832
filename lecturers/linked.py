"""A profile in the words of schema.org."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from lecturers.items import OfferItem, TalkItem
from lecturers.validators import ORCID_ADDRESS

if TYPE_CHECKING:
    from lecturers.document import LecturerDocument


def profile_page(doc: "LecturerDocument") -> dict[str, Any]:
    """A `Person` in a `ProfilePage`, of what is public about them; it is made anew for each reader, so today is today.

    `affiliation` is where somebody is now: schema.org knows no day on which one ended.
    """
    today = timezone.localdate()
    present = [item for item in doc.affiliations if item.end is None or item.end >= today]
    orcid = [ORCID_ADDRESS + doc.orcid] if doc.orcid else []
    person = {
        "@type": "Person",
        "name": doc.name,
        "givenName": doc.given_name,
        "familyName": doc.family_name,
        "description": doc.headline,
        "honorificPrefix": doc.honorific,
        "image": doc.photo.url if doc.photo else "",
        "identifier": orcid[0] if orcid else "",
        "sameAs": [*orcid, *(link.url for link in doc.links)],
        "knowsAbout": [*(topic.label for topic in doc.topics), *doc.keywords],
        "knowsLanguage": [language.code for language in doc.languages],
        "workLocation": _place(doc),
        "affiliation": [{"@type": "Organization", "name": item.name} for item in present],
        "makesOffer": [{"@type": "Offer", "itemOffered": _lecture(offer)} for offer in doc.offers],
        "performerIn": [_event(talk) for talk in doc.talks],
    }
    page = {
        "@type": "ProfilePage",
        "url": doc.url,
        "inLanguage": doc.locale,
        "dateModified": doc.updated_at,
        "lastReviewed": doc.confirmed_on,
    }
    return {"@context": "https://schema.org", **_said(page), "mainEntity": _said(person)}


def _place(doc: "LecturerDocument") -> dict[str, Any] | None:
    address = _said(
        {
            "addressLocality": doc.city,
            "addressRegion": doc.region,
            "addressCountry": doc.country.code if doc.country else "",
        }
    )
    return {"@type": "Place", "address": {"@type": "PostalAddress", **address}} if address else None


def _lecture(offer: OfferItem) -> dict[str, Any]:
    return _said(
        {
            "@type": "LearningResource",
            "name": offer.title,
            "description": offer.abstract,
            "timeRequired": f"PT{offer.duration}M" if offer.duration else "",
            "inLanguage": [language.code for language in offer.languages],
            "about": [topic.label for topic in offer.topics],
            "teaches": offer.learning_outcomes,
        }
    )


def _event(talk: TalkItem) -> dict[str, Any]:
    return _said(
        {
            "@type": "Event",
            "name": talk.title,
            "startDate": talk.date,
            "inLanguage": talk.language.code if talk.language else "",
            "organizer": {"@type": "Organization", "name": talk.organisation} if talk.organisation else None,
            "url": talk.url,
        }
    )


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
