"""Choosing topics for a page, and editing the vocabulary itself, in the editor's own language."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminTagWidget

from documents import contact
from pages.models import BasePage
from publishing.forms import PublicPageForm, refuse_contact
from topics import proposing, vocabulary
from topics.fields import LinesField
from topics.models import ENGLISH, KeywordProposal, Topic, Topical, TopicsManager

#: How long a missing topic may be, and how many of them a page may ask for.
LONGEST, MOST = 100, 10


def register() -> None:
    """Have Wagtail's forms use the field below for a page's topics, and the form below for such a page."""
    Topical.base_form_class = TopicalForm
    register_form_field_override(TopicsManager, override={"form_class": TopicField})


def language() -> str:
    """The language that the editor works in."""
    return get_language() or ENGLISH


def as_tag(label: str) -> str:
    """A label that Wagtail's tag field shows as it is: one with ordinary blanks it puts in quotation marks."""
    return label.replace(" ", "\N{NO-BREAK SPACE}")


class TopicWidget(AdminTagWidget):
    """Wagtail's tag field, asking the vocabulary and showing labels in the editor's language.

    It takes whatever is typed: what it kept to itself would be lost, and the field says what is no topic.
    """

    class Media:
        js = [Script("js/typed-topics.js", type="module")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "tag_model": Topic, "free_tagging": True})

    def format_value(self, value: str | Iterable[Topic] | None) -> str | None:
        if value is None or isinstance(value, str):
            return value
        words = vocabulary.current()
        concepts = {found.slug: found for topic in value if (found := words.row(topic.pk))}
        return ", ".join(as_tag(concept.label(language())) for concept in concepts.values())

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        options = json.loads(widget["attrs"]["data-w-tag-options-value"])
        options["readOnly"] = bool(widget["attrs"].get("disabled"))
        widget["attrs"]["data-w-tag-options-value"] = json.dumps(options)
        widget["attrs"]["data-w-tag-url-value"] = reverse("topics_autocomplete")
        widget["help_text"] = ""
        return context


class TopicField(forms.CharField):
    """Topics by name or synonym. Nobody invents one here, and a translation shows those of its source."""

    widget = TopicWidget

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        page: Any = getattr(form, "instance", None)
        source = page.source if isinstance(page, BasePage) and page.pk else None
        if source and source.pk != page.pk:
            self.disabled = True
            self.help_text = gettext("Topics belong to the original page, “%s”, and are changed there.") % source.title
        return super().get_bound_field(form, field_name)

    def clean(self, value: str | Iterable[Topic] | None) -> list[Topic]:
        if value is not None and not isinstance(value, str):
            return list(value)
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        words = vocabulary.current()
        found = {name: words.meant(name, language()) for name in _names(value or "")}
        if refused := [_refused(words, name, meant) for name, meant in found.items() if len(meant) != 1]:
            raise ValidationError(refused)
        return list(Topic.objects.filter(pk__in=[concept.pk for [concept] in found.values()]))

    def has_changed(self, initial: Iterable[Topic] | None, data: Any) -> bool:
        if self.disabled:
            return False
        try:
            return {topic.pk for topic in initial or ()} != {topic.pk for topic in self.clean(data)}
        except ValidationError:
            return True


def _names(value: str) -> list[str]:
    """No topic's name has a comma or a quotation mark, so what stands between them is a name."""
    return [name for part in value.split(",") if (name := " ".join(part.replace('"', "").split()))]


def _refused(words: vocabulary.Vocabulary, name: str, meant: list[vocabulary.Concept]) -> ValidationError:
    """Why a name is not taken: it means several topics, or none."""
    near = [f"“{concept.label(language())}”" for concept in meant or words.nearest(name, language())]
    told = {"name": name, "near": ", ".join(near)}
    if meant:
        text = gettext("“%(name)s” may mean several topics: %(near)s. Choose one from the list.")
    elif near:
        text = ngettext(
            "“%(name)s” is not one of the network's topics. Perhaps you mean %(near)s.",
            "“%(name)s” is not one of the network's topics. Perhaps you mean one of these: %(near)s.",
            len(near),
        )
    else:
        text = gettext("“%(name)s” is not one of the network's topics. Choose one from the list.")
    return ValidationError(text % told, code="unclear" if meant else "unknown")


def _is_a_word(text: str) -> None:
    if not vocabulary.fold(text):
        raise ValidationError(gettext("“%s” is no word.") % text)
    if found := contact.first(text):
        raise ValidationError(gettext("“%s” is an address and no topic.") % found)


def _declined(proposal: KeywordProposal) -> str:
    """What whoever asks for a word again is told."""
    text = gettext(
        "“%s” was asked for before and declined. Leave it out here, or ask the network's editors to take it up again."
    )
    why = gettext("The reason: %s") % proposal.reply if proposal.reply else ""
    return f"{text % proposal.text} {why}".rstrip()


class KeywordsField(LinesField):
    """Words that are no topics yet, one a line or with commas between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"validators": [MaxLengthValidator(LONGEST), _is_a_word], **kwargs})

    def to_python(self, value: Any) -> Any:
        names = [name for line in super().to_python(value) for name in _names(line)][: MOST + 1]
        return list({vocabulary.fold(name): name for name in names}.values())

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > MOST:
            raise ValidationError(gettext("These are too many words. Give at most %d.") % MOST)


class TopicalForm(PublicPageForm):
    """A page's form that takes words for which there is no topic. What turns out to be one becomes the page's."""

    missing_topics = KeywordsField(
        required=False,
        label=_("Topics that are missing"),
        help_text=_("You did not find a topic? Write it here, one a line. Nobody sees it before an editor adds it."),
    )

    #: The fields that take what is no topic.
    for_other_words: tuple[str, ...] = ("missing_topics",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, page = self.fields["missing_topics"], self.instance
        if page.pk:
            self.initial["missing_topics"] = [proposal.text for proposal in proposing.asked_for(page)]
            declined = proposing.asked_for(page, KeywordProposal.State.DECLINED)
            text = gettext("“%(word)s” was declined. %(reply)s")
            said = [text % {"word": proposal.text, "reply": proposal.reply} for proposal in declined]
            field.help_text = " ".join([str(field.help_text), *said])
        source = page.source if page.pk else page
        field.disabled = source is None or source.pk != page.pk

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.has_error("topics", "unknown") and not self.fields["missing_topics"].disabled:
            places = ", ".join(f"“{self.fields[name].label}”" for name in self.for_other_words)
            self.add_error("topics", gettext("What is not among the topics has its place below: %s.") % places)
        written = self.instance if self.instance.locale_id else self.parent_page  # a new page is only being previewed
        words, language = cleaned.get("missing_topics") or [], written.locale.language_code
        found = {word: topic for word in words if (topic := proposing.known_as(word, language))}
        if found and "topics" in cleaned:
            cleaned["topics"] = list({topic.pk: topic for topic in (*cleaned["topics"], *found.values())}.values())
        cleaned["missing_topics"] = lacking = [word for word in words if word not in found]
        for proposal in proposing.declined(lacking, language):
            self.add_error("missing_topics", _declined(proposal))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.add_prefix("missing_topics") in self.data and not self.fields["missing_topics"].disabled:
            self.instance.wanted = proposing.Wanted(tuple(self.cleaned_data["missing_topics"]), self.for_user)
        return super().save(commit)


class TopicForm(WagtailAdminModelForm):
    """A topic with its names. The English one is asked for, since it stands in wherever one is missing."""

    related = TopicField(
        required=False,
        label=_("see also"),
        help_text=_("Topics elsewhere that somebody who looks for this one may look for, too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        broader = self.fields["broader"]
        broader.queryset = Topic.objects.broad().exclude(pk=self.instance.pk).labelled(language())
        broader.empty_label = gettext("It is a broad topic itself")

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        rows = self.formsets["labels"].forms if self.is_bound and "labels" in self.formsets else []
        kept = [row for row in rows if (told := getattr(row, "cleaned_data", None)) and not told.get("DELETE")]
        for row in kept:
            refuse_contact(row)
            self._refuse_taken(row)
        return valid and not any(row.errors for row in kept)

    def _refuse_taken(self, row: forms.BaseForm) -> None:
        """A word that meant two topics would lead whoever types it to either."""
        told = row.cleaned_data
        named = [("preferred", told.get("preferred")), *(("alternatives", w) for w in told.get("alternatives") or ())]
        for field, word in named:
            if word and (other := proposing.taken(word, told.get("language", ""), self.instance)):
                row.add_error(field, other)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        cleaned["related"] = [topic for topic in cleaned.get("related", ()) if topic.pk != self.instance.pk]
        names = self.formsets.get("labels")
        if names is not None and names.is_valid():
            given = {row["language"]: row["preferred"] for row in names.cleaned_data if row and not row.get("DELETE")}
            if ENGLISH in given:
                self.instance.name = given[ENGLISH]
            else:
                self.add_error(None, gettext("Give the topic a name in English, which stands in for missing ones."))
        return cleaned


class MergeForm(forms.Form):
    """Into which topic another one is merged."""

    def __init__(self, topic: Topic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Topic.objects.in_use().exclude(pk=topic.pk).labelled(language())
        self.fields["target"] = forms.ModelChoiceField(
            others, label=_("Merge into"), empty_label=gettext("Choose a topic")
        )


class MeaningForm(forms.Form):
    """Which topic a proposed word means."""

    synonym = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Whoever searches for the word finds the topic"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.in_use().labelled(language())
        self.fields["topic"] = forms.ModelChoiceField(topics, label=_("Topic"), empty_label=gettext("Choose a topic"))


class DeclineForm(forms.Form):
    """Why a proposed word becomes no topic, which need not be said."""

    reply = KeywordProposal._meta.get_field("reply").formfield(
        help_text=_("Whoever asks for the word, now or later, reads this. You can leave it empty.")
    )
