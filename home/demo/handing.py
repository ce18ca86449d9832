"""Translations that translators go on with; most of the demo's are pages that were written as such."""

from collections import defaultdict

from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.demo.texts import HandedOver
from lecturers.models import LecturerPage
from tests.factories.pages import publish


def hand_over(source: LecturerPage, told: HandedOver) -> None:
    """Let the editor of translations have what the page of a language says, as if it had been written there."""
    version = LecturerPage.objects.get(translation_key=source.translation_key, locale__language_code=told.language)
    words: dict[str, list[str]] = defaultdict(list)
    for value in extract_segments(version):
        if isinstance(value, StringSegmentValue):
            words[value.path].append(value.string.data)
    final = {name: getattr(source, name) for name in told.formerly}
    source.__dict__.update(told.formerly)
    asked = TranslationSource.get_or_create_from_instance(source)[0]
    Translation.objects.create(source=asked, target_locale=version.locale)
    for segment in asked.stringsegment_set.select_related("string", "context").order_by("order"):
        if segment.context.path != told.without:
            data = words[segment.context.path].pop(0)
            StringTranslation.from_text(segment.string, version.locale, segment.context, data)
    if told.formerly:
        source.__dict__.update(final)
        publish(source)
