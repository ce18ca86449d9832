"""What a translator is given: words, and nothing that a translation has no say in."""

from typing import Any

import pytest
from django.db.models import ForeignKey
from wagtail.models import Locale
from wagtail_localize.models import OverridableSegment, Translation, TranslationSource

from tests.factories.every_page import one_of_each
from tests.factories.pages import site_tree

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
