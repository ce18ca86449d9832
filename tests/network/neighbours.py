"""Two organisations side by side: Sunrise, whose editor looks around, and Harbour, which has secrets.

Whatever Harbour has not published bears the word `SECRET`, and what only editors of persons may read the word
`PRIVATE`, so that two words tell of every leak.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Revision
from wagtail_localize.models import Translation, TranslationSource

from catalogue.refresh import refresh
from lecturers.models import LecturerPage
from media.models import Document, Image
from network.models import OrganisationPage
from network.roles import network_editors, organisation_editors, translators
from people.models import Consent, Person, User
from people.services import record_consent
from tests.factories import media
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.people import new_user, text

SECRET = "zyzzyva"
PRIVATE = "quagga"


@dataclass
class Neighbours:
    """What the two organisations have, and who works where."""

    sunrise: OrganisationPage
    own: LecturerPage
    harbour: OrganisationPage
    draft: LecturerPage
    public: LecturerPage
    scheduled: Revision
    translation: Translation
    person: Person
    consent: Consent
    image: Image
    document: Document
    editor: User
    network: User
    translator: User


def make() -> Neighbours:
    site_tree()
    Locale.objects.get_or_create(language_code="fi")
    sunrise, harbour = organisation("Sunrise"), organisation("Harbour")
    ours, theirs = organisation_editors(sunrise), organisation_editors(harbour)
    person = Person.objects.create(
        name=f"Zoe {PRIVATE}", email=f"{PRIVATE}@example.org", notes=f"About {PRIVATE}", managed_by=theirs
    )
    worker = _worker(theirs)
    consent = record_consent(
        person, "profile", text(), given_by="on_behalf", proof=f"Folder {PRIVATE}", recorded_by=worker,
        proof_file=ContentFile(media.PDF, f"{PRIVATE}.pdf"),
    )  # fmt: skip
    image, document = _files(worker)
    draft = lecturer(
        f"Draft {SECRET}", parent=harbour, person=person, live=False, bio=f"<p>{SECRET}</p>",
        headline=f"Says {SECRET}", photo=image, given_name=f"Zoe {PRIVATE}",
    )  # fmt: skip
    draft.save_revision(user=worker, log_action=True)
    public = lecturer("Zoe", parent=harbour, person=person)
    public.title, public.go_live_at = f"Zoe {SECRET}", timezone.now() + timedelta(days=9)
    scheduled = public.save_revision(user=worker, log_action=True)
    scheduled.publish(user=worker)
    refresh(limit=50)
    return Neighbours(
        sunrise=sunrise,
        own=lecturer("Olga Own", parent=sunrise, live=False),
        harbour=OrganisationPage.objects.get(pk=harbour.pk),
        draft=LecturerPage.objects.get(pk=draft.pk),
        public=LecturerPage.objects.get(pk=public.pk),
        scheduled=scheduled,
        translation=began(draft),
        person=person,
        consent=consent,
        image=image,
        document=document,
        editor=_worker(ours),
        network=_worker(network_editors()),
        translator=_worker(translators()),
    )


def _worker(group: Group, **fields: Any) -> User:
    user = new_user(**fields)
    user.groups.add(group)
    return user


def _files(owner: User) -> tuple[Image, Document]:
    collection = Collection.objects.get(name="Harbour")
    named = {"title": f"File {SECRET}", "collection": collection, "uploaded_by_user": owner}
    image = media.ImageFactory(**named, file=media.upload(media.picture(), f"{SECRET}.jpg"))
    document = media.DocumentFactory(**named, file=media.upload(media.PDF, f"{SECRET}.pdf"))
    return image, document


def began(page: Page) -> Translation:
    """A Finnish translation of a page, without any words."""
    source, _created = TranslationSource.get_or_create_from_instance(page)
    finnish = Locale.objects.get(language_code="fi")
    translation = Translation.objects.create(source=source, target_locale=finnish)
    translation.save_target(publish=False)
    return translation


def fingerprint() -> str:
    """Everything of Harbour's that somebody else must not change."""
    pages = Page.objects.filter(url_path__contains="/harbour/") | Page.objects.filter(title__contains=SECRET)
    return json.dumps(
        [
            sorted(map(str, pages.order_by("pk").values_list(
                "pk", "path", "title", "slug", "live", "locked", "latest_revision", "live_revision", "go_live_at",
            ))),
            sorted(Revision.objects.filter(object_str__contains=SECRET).values_list("pk", flat=True)),
            Person.objects.filter(name__contains=PRIVATE).count(),
            str(list(Consent.objects.values_list("pk", "withdrawn_at"))),
            str(list(Image.objects.values_list("pk", "title", "collection"))),
            str(list(Document.objects.values_list("pk", "title", "collection"))),
            str(list(Translation.objects.values_list("pk", "enabled"))),
            TranslationSource.objects.count(),
            str(list(TranslationSource.objects.values_list("last_updated_at"))),
        ]
    )  # fmt: skip
