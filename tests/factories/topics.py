"""Topics with their names."""

from collections.abc import Mapping, Sequence

from topics.models import Topic, TopicLabel


def topic(
    name: str = "Gender equality",
    *,
    broader: Topic | None = None,
    synonyms: Mapping[str, Sequence[str]] | None = None,
    definition: str = "",
    **names: str,
) -> Topic:
    """A topic called `name` in English, with names (`fi="…"`) and synonyms (`{"fi": […]}`) by language."""
    made = Topic.objects.create(name=name, broader=broader)
    for language, preferred in {"en": name, **names}.items():
        TopicLabel.objects.create(
            topic=made,
            language=language,
            preferred=preferred,
            alternatives=list((synonyms or {}).get(language, [])),
            definition=definition if language == "en" else "",
        )
    return Topic.objects.get(pk=made.pk)


def gender_equality() -> Topic:
    """A topic as the starter vocabulary has it, below a broad one."""
    return topic(
        broader=topic("Equality and inclusion", fi="Yhdenvertaisuus", ar="المساواة والإدماج"),
        fi="Sukupuolten tasa-arvo",
        ar="المساواة بين الجنسين",
        el="Ισότητα των φύλων",
        synonyms={"en": ["feminism"], "fi": ["naisten oikeudet"], "ar": ["حقوق المرأة", "النسوية"]},
        definition="Equal rights for all genders.",
    )
