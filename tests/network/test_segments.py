"""What a translator is given: words, and nothing that a translation has no say in."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from wagtail.models import Locale
from wagtail_localize.models import OverridableSegment, Translation, TranslationContext, TranslationSource

from tests.factories.every_page import one_of_each
from tests.factories.full import full_profile
from tests.factories.pages import organisation, site_tree

pytestmark = pytest.mark.django_db


def test_names_no_page_or_picture_which_it_would_have_to_ask_for(settings: Any, tmp_path: Any) -> None:
    """Its editor asks by number, is refused what belongs to others, and would wait for ever."""
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    finnish = Locale.objects.get(language_code="fi")
    for page in one_of_each():
        source, _created = TranslationSource.get_or_create_from_instance(page)
        Translation.objects.create(source=source, target_locale=finnish).save_target(publish=False)
    found = {}
    for segment in OverridableSegment.objects.select_related("source", "context"):
        page = segment.source.get_source_instance()
        relation, *parts = segment.context.path.split(".")
        field = page._meta.get_field(relation)
        if len(parts) == 2 and field.is_relation:
            field = field.related_model._meta.get_field(parts[1])
        if isinstance(field, ForeignKey):
            found[page._meta.model_name, segment.context.path] = segment.data
    assert TranslationSource.objects.count() > 4
    assert found == {}


def test_what_was_offered_before_is_taken_back(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    source, _created = TranslationSource.get_or_create_from_instance(full_profile(organisation()))
    row = source.stringsegment_set.filter(context__path__startswith="affiliations.").first().context
    for path in (f"{row.path.rpartition('.')[0]}.organisation", "links.organisation"):
        context = TranslationContext.objects.create(object_id=source.object_id, path=path)
        OverridableSegment.objects.create(source=source, context=context, order=1, data_json="1")
    import_module("lecturers.migrations.0004_no_overrides_of_organisations").forget(apps, None)
    assert [segment.context.path for segment in OverridableSegment.objects.all()] == ["links.organisation"]
