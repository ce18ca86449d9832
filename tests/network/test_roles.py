"""Who sees what in the admin, asked of every address that it has: each is tried by a stranger and by a translator."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from people.models import User
from tests.factories.media import upload
from tests.factories.pages import translated
from tests.network.neighbours import PRIVATE, SECRET, Neighbours, fingerprint

#: Wagtail's own alarm bell, and a form of its that answers a nonsensical request with an error.
BROKEN = ("admin/failwhale/", "admin/choose-external-link/")
ABOUT_PERSONS = tuple(f"admin/{name}/" for name in ("pages", "people", "localize", "bulk", "api", "reports", "files"))


def _addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern).replace("^", "")
        if isinstance(pattern, URLPattern):
            yield address
        else:
            yield from _addresses(pattern, address)


ADDRESSES = sorted({a for a in _addresses(get_resolver()) if a.startswith("admin/") and a not in BROKEN})


def filled(address: str, there: Neighbours) -> str:
    """The address with what belongs to Harbour in every place that asks for something."""
    draft, public = there.draft, there.public
    owner = {"people": there.person, "images": there.image, "documents": there.document}
    found = next((thing for name, thing in owner.items() if f"/{name}/" in address), draft)
    values = {
        "page_id": public.pk if "revisions" in address else draft.pk,
        "page_to_move_id": draft.pk,
        "page_pk": draft.pk,
        "parent_page_id": there.harbour.pk,
        "destination_id": there.sunrise.pk,
        "revision_id": there.scheduled.pk,
        "image_id": there.image.pk,
        "collection_id": there.image.collection_id,
        "document_id": there.document.pk,
        "doc_id": there.document.pk,
        "translation_id": there.translation.pk,
        "translation_source_id": there.translation.source_id,
        "string_segment_id": there.translation.source.stringsegment_set.first().pk,
        "pk": found.pk,
        "key": draft.translation_key,
        "object_id": draft.pk,
        "consent": there.consent.pk,
        "text": "profile.1.en",
        "purpose": "profile",
        "path": there.image.file.name,
        "action_name": "copy",
        "action": "delete",
        "app_label": "wagtailcore",
        "model_name": "page",
        "content_type_app_name": "lecturers",
        "content_type_model_name": "lecturerpage",
        "app_name": "topics",
        "filter_spec": "original",
    }
    comparing = re.compile(r"\((\?P<pk>)?\\d\+\)/revisions/compare/.*")
    address = comparing.sub(f"{public.pk}/revisions/compare/live...latest/", address)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values.get(match[1], 1)), address).replace("$", "")


def answers(client: Client, user: User, address: str, there: Neighbours) -> Iterator[str]:
    """All that this account is told at an address, by whatever method."""
    client.force_login(user)
    url = filled(address, there)
    asked = {"id": there.draft.pk, "parentId": there.harbour.pk, "new_parent_page": there.draft.pk}
    files = {"file": upload(b"?"), "files[]": upload(b"?")}
    for response in (client.get(url), client.get(url, {**asked, "q": "draft"}), client.post(url, {**asked, **files})):
        assert response.status_code < 500
        assert not response["Content-Type"].startswith(("image/jpeg", "image/avif", "application/pdf")), url
        yield said(response)


def said(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace") + str(response.headers)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_neighbour_learns_and_changes_nothing(client: Client, there: Neighbours, address: str) -> None:
    before = fingerprint()
    told = "".join(answers(client, there.editor, address, there))
    assert SECRET not in told
    assert PRIVATE not in told
    assert fingerprint() == before


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.startswith(ABOUT_PERSONS)])
def test_a_translator_learns_nothing_private(client: Client, there: Neighbours, address: str) -> None:
    assert PRIVATE not in "".join(answers(client, there.translator, address, there))


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("admin/pages/<int:parent_page_id>/", SECRET),
        ("admin/pages/<int:page_id>/edit/", PRIVATE),
        ("admin/pages/<int:page_id>/history/", SECRET),
        ("admin/pages/<int:page_id>/usage/", SECRET),
        ("admin/pages/search/", SECRET),
        ("admin/choose-page/<int:parent_page_id>/", SECRET),
        ("admin/choose-page/search/", SECRET),
        ("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", SECRET),
        ("admin/api/main/pages/", SECRET),
        ("admin/reports/page-types-usage/", SECRET),
        ("admin/reports/site-history/", SECRET),
        ("admin/localize/reports/translations/", SECRET),
        ("admin/localize/submit/page/<int:page_id>/", SECRET),
        ("admin/localize/translate/<int:translation_id>/pofile/download/", SECRET),
        ("admin/images/", SECRET),
        ("admin/documents/chooser/", SECRET),
        ("admin/people/persons/", PRIVATE),
        ("admin/people/choose/", PRIVATE),
    ],
)
def test_the_network_sees_what_the_neighbour_does_not(
    client: Client, there: Neighbours, address: str, word: str
) -> None:
    """Otherwise the two tests above would prove nothing."""
    assert address in ADDRESSES
    client.force_login(there.network)
    url = filled(address, there)
    assert word in said(client.get(url)) + said(client.get(url, {"id": there.draft.pk, "q": "draft"}))


class TestTranslators:
    def test_work_in_the_translation_and_not_in_the_original(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.translator)
        finnish = there.translation.get_target_instance()
        shown = client.get(reverse("wagtailadmin_pages:edit", args=[finnish.pk]))
        assert shown.status_code == 200
        assert SECRET in shown.content.decode()
        assert PRIVATE not in shown.content.decode()
        assert client.get(reverse("wagtailadmin_pages:edit", args=[there.draft.pk])).status_code == 302

    def test_start_a_translation_of_any_page(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.translator)
        assert (
            client.get(reverse("wagtail_localize:submit_page_translation", args=[there.public.pk])).status_code == 200
        )
        shown = client.get(reverse("wagtailadmin_explore", args=[there.harbour.pk]))
        assert there.draft.title in shown.content.decode()

    def test_update_a_translation_and_publish_none(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.translator)
        update = reverse("wagtail_localize:update_translations", args=[there.translation.source_id])
        assert 'type="checkbox"' not in client.get(update).content.decode()
        assert client.post(update, {"publish_translations": "on"}).status_code == 302
        assert not there.translation.get_target_instance().live
        client.force_login(there.network)
        assert 'type="checkbox" name="publish_translations"' in client.get(update).content.decode()


class TestAnOrganisationsEditor:
    @pytest.mark.parametrize("view", ["edit", "history", "view_draft", "usage", "copy", "move"])
    def test_reaches_what_is_theirs(self, client: Client, there: Neighbours, view: str) -> None:
        client.force_login(there.editor)
        response = client.get(reverse(f"wagtailadmin_pages:{view}", args=[there.own.pk]))
        assert response.status_code == 200

    def test_chooses_other_organisations_and_public_pages(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.editor)
        listed = client.get(reverse("wagtailadmin_choose_page_child", args=[there.harbour.get_parent().pk]))
        assert "Harbour" in listed.content.decode()

    def test_does_not_translate_what_belongs_to_the_network(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.editor)
        home = there.harbour.get_ancestors().get(depth=2)
        assert client.get(reverse("wagtail_localize:submit_page_translation", args=[home.pk])).status_code == 302
        assert client.get(reverse("wagtail_localize:submit_page_translation", args=[there.own.pk])).status_code == 200

    def test_is_offered_no_report_that_they_may_not_open(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.editor)
        assert "page-types-usage" not in client.get(reverse("wagtailadmin_home")).content.decode()
        client.force_login(there.network)
        assert "page-types-usage" in client.get(reverse("wagtailadmin_home")).content.decode()


class TestWhatATranslatorIsShownInstead:
    def test_an_original_leads_to_the_choice_of_a_language(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.translator)
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[there.public.pk]))
        assert answer["Location"] == reverse("wagtail_localize:submit_page_translation", args=[there.public.pk])

    def test_a_translation_that_is_written_as_a_page_leads_to_its_original(
        self, client: Client, there: Neighbours
    ) -> None:
        page = translated(there.public, "fi", title="Suomeksi")
        begin = reverse("wagtail_localize:submit_page_translation", args=[there.public.pk])
        for user, address in (
            (there.translator, reverse("wagtailadmin_pages:edit", args=[page.pk])),
            (there.network, reverse("wagtail_localize:submit_page_translation", args=[page.pk])),
        ):
            client.force_login(user)
            answer = client.get(address, follow=True)
            assert answer.redirect_chain[-1][0] == begin
            shown = answer.content.decode()
            assert (
                f"“Suomeksi” is a translation. Others are made from its original, “{there.public.draft_title}”."
                in shown
            )

    def test_a_page_of_others_leads_nowhere(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.editor)
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[there.public.pk]))
        assert answer["Location"] == reverse("wagtailadmin_home")

    def test_a_live_translation_that_nobody_sees_is_told(self, client: Client, there: Neighbours) -> None:
        finnish = there.translation.get_target_instance()
        finnish.save_revision().publish()
        client.force_login(there.translator)
        shown = client.get(reverse("wagtailadmin_pages:edit", args=[finnish.pk])).content.decode()
        assert "nobody outside sees it yet" in shown
