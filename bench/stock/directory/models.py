"""The bank of lecturers as it is usually modelled in Wagtail."""

from typing import Any

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from rest_framework.fields import CharField
from taggit.models import TaggedItemBase
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Orderable, Page
from wagtail.rich_text import expand_db_html
from wagtail.search import index

#: The renditions of a portrait, by the name of their field in the API.
PORTRAIT = {
    f"photo_{size}_{kind}": f"fill-{size}x{size}|format-{kind}" for size in (480, 160) for kind in ("jpeg", "webp")
}


class RichText(CharField):
    """HTML that others can show, as the manual advises."""

    def to_representation(self, value: Any) -> str:
        return expand_db_html(super().to_representation(value))


class OrganisationPage(Page):
    """An organisation of the network."""

    summary = models.TextField(blank=True)
    description = RichTextField(blank=True)
    website = models.URLField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=100, blank=True)

    api_fields = [
        *(APIField(name) for name in ("summary", "website", "country", "city")),
        APIField("description", serializer=RichText()),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("description")]


class LecturerTag(TaggedItemBase):
    content_object = ParentalKey("LecturerPage", on_delete=models.CASCADE, related_name="tagged_items")


class LecturerPage(Page):
    """A lecturer. The organisation is a page, topics are tags, languages and affiliations are rows of their own."""

    headline = models.CharField(max_length=100, blank=True)
    summary = models.TextField(blank=True)
    bio = RichTextField(blank=True)
    photo = models.ForeignKey("wagtailimages.Image", null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(OrganisationPage, null=True, on_delete=models.SET_NULL, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=100, blank=True)
    modes = models.JSONField(default=list)
    formats = models.JSONField(default=list)
    tags = ClusterTaggableManager(through=LecturerTag, blank=True)

    api_fields = [
        *(APIField(name) for name in ("headline", "summary", "country", "city", "modes", "formats")),
        *(APIField(name) for name in ("organisation", "tags", "languages", "affiliations")),
        APIField("bio", serializer=RichText()),
        *(APIField(name, serializer=ImageRenditionField(spec, source="photo")) for name, spec in PORTRAIT.items()),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("headline", boost=4),
        index.SearchField("summary"),
        index.SearchField("bio"),
        index.SearchField("city"),
        index.FilterField("country"),
        index.RelatedFields("tags", [index.SearchField("name")]),
    ]


class LecturerLanguage(Orderable):
    page = ParentalKey(LecturerPage, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=12)
    level = models.CharField(max_length=6)
    teaches = models.BooleanField(default=True)
    interprets = models.BooleanField(default=False)

    api_fields = [APIField(name) for name in ("language", "level", "teaches", "interprets")]


class Affiliation(Orderable):
    page = ParentalKey(LecturerPage, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(OrganisationPage, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=255, blank=True)
    role = models.CharField(max_length=100, blank=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    is_primary = models.BooleanField(default=False)

    api_fields = [APIField(name) for name in ("organisation", "name", "role", "start", "end", "is_primary")]
