"""The gate lets through what it has a rule for, and no spelling of a number leads past the rules."""

import json
import re
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from wagtail.models import Page

from lecturers.models import LecturerPage
from network.admitted import ADMITTED
from people.models import User
from tests.network.filling import profile
from tests.network.neighbours import PRIVATE, SECRET, Neighbours, fingerprint
from tests.network.test_roles import ADDRESSES, filled, said

pytestmark = pytest.mark.django_db
DELETE = "/admin/bulk/wagtailcore/page/delete/"
#: As `int` reads a number, and as nobody writes it.
ODD = (" {}", "{} ", "+{}", "0{}", "{[0]}_{[1]}", "arabic")


def odd(spelling: str, number: int) -> str:
    if spelling == "arabic":
        return str(number).translate({ord("0") + digit: ord("٠") + digit for digit in range(10)})
    return spelling.replace("{[0]}_{[1]}", "_".join(str(number)) if number > 9 else f"0_{number}").format(number)


def refused(response: Any) -> bool:
    """Sent home with Wagtail's own words, and told nothing."""
    return bool(response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home"))


class TestEveryAddress:
    def test_without_a_rule_is_refused(self, client: Client, there: Neighbours) -> None:
        closed = {}
        for address in ADDRESSES:
            url = filled(address, there)
            try:
                name = resolve(url).view_name
            except Resolver404:
                continue
            if name not in ADMITTED:
                closed[name] = url
        assert {"wagtailadmin_reports:page_types_usage", "wagtailadmin_api:images:listing"} <= closed.keys()
        for user in (there.editor, there.translator):
            client.force_login(user)
            for name, url in closed.items():
                assert refused(client.get(url)), name
                assert refused(client.post(url)), name

    def test_that_no_table_knows_is_refused(
        self, client: Client, there: Neighbours, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As a view of a new release would be; the network's editors pass, and Wagtail asks them."""
        monkeypatch.delitem(ADMITTED, "wagtailadmin_pages:history")
        address = reverse("wagtailadmin_pages:history", args=[there.own.pk])
        client.force_login(there.editor)
        assert refused(client.get(address))
        client.force_login(there.network)
        assert client.get(address).status_code == 200

    def test_with_a_rule_exists(self, there: Neighbours) -> None:
        known = {resolve(filled(address, there)).view_name for address in ADDRESSES}
        assert ADMITTED.keys() - known <= {"wagtailadmin_choose_page_external_link"}


class TestATranslatorComparing:
    def test_reads_no_original(self, client: Client, there: Neighbours) -> None:
        page = LecturerPage.objects.get(pk=there.public.pk)
        page.family_name = PRIVATE
        page.save_revision().publish()
        first, last = (page.revisions.order_by(order).first().pk for order in ("pk", "-pk"))
        for since, until in product(("earliest", "live", first), ("latest", "live", last)):
            address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, since, until])
            client.force_login(there.translator)
            assert client.get(address).status_code == 302
            client.force_login(there.editor)
            assert refused(client.get(address))
        client.force_login(there.network)
        address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
        assert PRIVATE in client.get(address).content.decode()

    def test_reads_a_translation(self, client: Client, there: Neighbours) -> None:
        finnish = there.translation.get_target_instance()
        client.force_login(there.translator)
        address = reverse("wagtailadmin_pages:revisions_compare", args=[finnish.pk, "earliest", "latest"])
        assert client.get(address).status_code == 200


class TestNumbers:
    @pytest.mark.parametrize("spelling", ODD)
    def test_of_pages_of_others_name_nothing_in_bulk(self, client: Client, there: Neighbours, spelling: str) -> None:
        client.force_login(there.editor)
        for address in (DELETE, "/admin/choose-page/chosen-multiple/"):
            answer = client.get(address, {"id": odd(spelling, there.draft.pk)})
            assert refused(answer)

    @pytest.mark.parametrize("spelling", ODD)
    def test_of_places_of_others_are_none_to_copy_or_move_to(
        self, client: Client, there: Neighbours, spelling: str
    ) -> None:
        client.force_login(there.editor)
        place = {"new_parent_page": odd(spelling, there.draft.pk), "new_title": "Copy", "new_slug": "copy"}
        for view in ("copy", "move"):
            assert refused(client.post(reverse(f"wagtailadmin_pages:{view}", args=[there.own.pk]), place))

    def test_of_ones_own_do_not_help_those_of_others(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.editor)
        assert refused(client.get(DELETE, {"id": [there.draft.pk, there.own.pk]}))
        assert refused(client.get(DELETE, {"id": [there.own.pk, "all"]}))
        assert client.get(DELETE, {"id": there.own.pk}).status_code == 200

    def test_of_two_places_in_one_form_are_both_asked(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.editor)
        both = {"new_parent_page": [there.draft.pk, there.sunrise.pk], "new_title": "Copy", "new_slug": "copy"}
        assert refused(client.post(reverse("wagtailadmin_pages:copy", args=[there.own.pk]), both))


class TestAllAtOnce:
    @pytest.mark.parametrize("beneath", [None, "", "network", "harbour", "0", "x"])
    def test_is_only_what_stands_beneath_a_page_of_ones_own(
        self, client: Client, there: Neighbours, beneath: str | None
    ) -> None:
        pages = {"network": there.harbour.get_parent().pk, "harbour": there.harbour.pk}
        asked = {"id": "all"} | ({} if beneath is None else {"childOf": pages.get(beneath, beneath)})
        for user in (there.editor, there.translator):
            client.force_login(user)
            for action in ("delete", "publish", "unpublish", "move"):
                assert refused(client.get(f"/admin/bulk/wagtailcore/page/{action}/", asked))

    def test_of_ones_own_is_offered(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.editor)
        shown = client.get(DELETE, {"id": "all", "childOf": there.sunrise.pk})
        assert there.own.title in shown.content.decode()

    def test_of_other_models_is_nothing(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.editor)
        for model in ("people/user", "wagtailcore/Page", "lecturers/lecturerpage", "topics/topic"):
            assert refused(client.get(f"/admin/bulk/{model}/delete/", {"id": there.draft.pk}))


class TestFiles:
    def test_of_others_are_not_put_into_a_text(self, client: Client, there: Neighbours) -> None:
        form = {"image-chooser-insertion-format": "fullwidth", "image-chooser-insertion-alt_text": "A picture"}
        address = reverse("wagtailimages_chooser:select_format", args=[there.image.pk])
        client.force_login(there.editor)
        assert refused(client.post(address, form))
        assert refused(client.get(address))
        client.force_login(there.network)
        assert SECRET in client.post(address, form).content.decode()

    @pytest.mark.parametrize("kind", ["image", "document"])
    @pytest.mark.parametrize("action", ["delete", "add_to_collection", "add_tags"])
    def test_of_others_are_not_named_in_bulk(self, client: Client, there: Neighbours, kind: str, action: str) -> None:
        file = getattr(there, kind)
        address = f"/admin/bulk/media/{kind}/{action}/"
        before = fingerprint()
        client.force_login(there.editor)
        for number in (file.pk, f" {file.pk}", f"0_{file.pk}"):
            assert refused(client.get(address, {"id": number}))
            assert refused(client.post(f"{address}?id={number}"))
        assert SECRET not in said(client.get(address, {"id": "all"}))
        assert fingerprint() == before
        client.force_login(there.network)
        assert SECRET in said(client.get(address, {"id": file.pk}))

    @pytest.mark.parametrize("kind", ["image", "document"])
    def test_of_others_are_not_chosen(self, client: Client, there: Neighbours, kind: str) -> None:
        file = getattr(there, kind)
        client.force_login(there.editor)
        chooser = f"wagtail{'docs' if kind == 'document' else 'images'}_chooser"
        assert refused(client.get(reverse(f"{chooser}:chosen", args=[file.pk])))
        assert refused(client.get(reverse(f"{chooser}:chosen_multiple"), {"id": file.pk}))


class TestTranslating:
    def stop(self, client: Client, user: User, there: Neighbours) -> bool:
        client.force_login(user)
        client.post(reverse("wagtail_localize:stop_translation", args=[there.translation.pk]))
        there.translation.refresh_from_db()
        return not there.translation.enabled

    def test_is_stopped_by_those_who_publish(self, client: Client, there: Neighbours) -> None:
        assert not self.stop(client, there.translator, there)
        assert not self.stop(client, there.editor, there)
        assert self.stop(client, there.network, there)

    def test_is_not_taken_back_nor_begun_again_by_those_who_do_not(self, client: Client, there: Neighbours) -> None:
        finnish = there.translation.get_target_instance()
        client.force_login(there.translator)
        assert refused(client.post(reverse("wagtail_localize:convert_to_alias", args=[finnish.pk])))
        assert self.stop(client, there.network, there)
        client.force_login(there.translator)
        edit = reverse("wagtailadmin_pages:edit", args=[finnish.pk])
        assert client.post(edit, {"localize-restart-translation": "1"}).status_code == 302
        there.translation.refresh_from_db()
        assert not there.translation.enabled
        for view in ("upload_pofile", "machine_translate", "download_pofile"):
            address = reverse(f"wagtail_localize:{view}", args=[there.translation.pk])
            assert refused(client.post(address))

    def test_goes_on_for_those_who_translate(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.translator)
        address = reverse("wagtail_localize:download_pofile", args=[there.translation.pk])
        assert SECRET in client.get(address).content.decode()
        segment = there.translation.source.stringsegment_set.first()
        address = reverse("wagtail_localize:edit_string_translation", args=[there.translation.pk, segment.pk])
        answer = client.put(address, "value=Sanoo", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 201


class TestAddressesOfTheSite:
    def linked(self, client: Client, user: User, page: Page) -> dict[str, Any]:
        client.force_login(user)
        form = {"external-link-chooser-url": page.get_full_url(), "external-link-chooser-link_text": "Her page"}
        told: dict[str, Any] = json.loads(client.post(reverse("wagtailadmin_choose_page_external_link"), form).content)
        return told["result"]

    def test_become_pages_only_for_those_who_see_them(self, client: Client, there: Neighbours) -> None:
        assert self.linked(client, there.network, there.public)["id"] == there.public.pk
        hidden = self.linked(client, there.editor, there.public)
        assert hidden == {
            "url": there.public.get_full_url(),
            "title": "Her page",
            "prefer_this_title_as_link_text": True,
        }
        assert self.linked(client, there.editor, there.harbour)["id"] == there.harbour.pk


class TestLinksInATextOfOnesOwn:
    def written(self, page: LecturerPage, number: object) -> dict[str, Any]:
        text = {
            "blocks": [{
                "key": "a", "text": "See her page", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                "entityRanges": [{"offset": 4, "length": 8, "key": 0}],
            }],
            "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": number}}},
        }  # fmt: skip
        return profile(page) | {"bio": json.dumps(text)}

    @pytest.mark.parametrize("spelling", ["{}", *ODD])
    def test_lead_to_no_draft_of_others(self, client: Client, there: Neighbours, spelling: str) -> None:
        draft = there.draft
        client.force_login(there.editor)
        edit = reverse("wagtailadmin_pages:edit", args=[there.own.pk])
        sent = self.written(there.own, odd(spelling, draft.pk))
        answer = client.post(edit, sent)
        assert answer.status_code == 200
        shown = answer.content.decode()
        assert "led to something that you cannot see" in shown
        assert "See her page" in shown
        for page in (shown, client.get(edit).content.decode()):
            assert draft.slug not in page
            assert not re.search(rf"parentId[^,}}]*{there.harbour.pk}\b", page)
        assert LecturerPage.objects.get(pk=there.own.pk).get_latest_revision_as_object().bio == ""

    def test_are_kept_where_they_were(self, client: Client, there: Neighbours) -> None:
        own = LecturerPage.objects.get(pk=there.own.pk)
        own.bio = f'<p>See <a linktype="page" id="{there.draft.pk}">her page</a></p>'
        own.save_revision()
        client.force_login(there.editor)
        edit = reverse("wagtailadmin_pages:edit", args=[there.own.pk])
        assert there.draft.slug not in client.get(edit).content.decode()
        assert client.post(edit, self.written(there.own, there.draft.pk)).status_code == 302

    def test_lead_to_what_is_public(self, client: Client, there: Neighbours) -> None:
        client.force_login(there.editor)
        edit = reverse("wagtailadmin_pages:edit", args=[there.own.pk])
        assert client.post(edit, self.written(there.own, there.harbour.pk)).status_code == 302
        assert str(there.harbour.get_url()) in client.get(edit).content.decode()
