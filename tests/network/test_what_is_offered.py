"""Nothing is offered that is refused then, and no list tells who works for others."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Workflow

from network.roles import organisation_editors
from people.models import User
from tests.factories.pages import lecturer, organisation
from tests.network.neighbours import Neighbours

pytestmark = pytest.mark.django_db


def shown(client: Client, user: User, view: str, *args: int, **query: str) -> str:
    client.force_login(user)
    answer = client.get(reverse(view, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def offers(client: Client, user: User, parent: Page, view: str, page: Page) -> bool:
    """Whether the list of what stands beneath `parent` leads to this view of `page`."""
    address = reverse(f"wagtailadmin_pages:{view}", args=[page.pk])
    return f'"{address}' in shown(client, user, "wagtailadmin_explore", parent.pk)


class TestHistory:
    def test_is_offered_of_ones_own_pages_only(self, client: Client, there: Neighbours) -> None:
        above = there.sunrise.get_parent()
        there.editor.groups.add(organisation_editors(organisation("Sunset")))  # so that they see what is above both
        assert offers(client, there.editor, there.sunrise, "history", there.own)
        assert offers(client, there.editor, above, "history", there.sunrise)
        assert not offers(client, there.editor, above, "history", above)
        assert offers(client, there.network, above.get_parent(), "history", above)

    def test_is_offered_to_translators_of_translations_only(self, client: Client, there: Neighbours) -> None:
        finnish = there.translation.get_target_instance()
        assert not offers(client, there.translator, there.harbour, "history", there.public)
        assert not offers(client, there.translator, there.harbour, "copy", there.public)
        assert offers(client, there.translator, finnish.get_parent(), "history", finnish)
        assert offers(client, there.network, there.harbour, "copy", there.public)

    def test_costs_an_editor_nothing_to_ask_of_many_pages(self, client: Client, there: Neighbours) -> None:
        counts = []
        for title in ("Second", "Third"):
            with CaptureQueriesContext(connection) as asked:
                shown(client, there.editor, "wagtailadmin_explore", there.sunrise.pk)
            counts.append(sum('FROM "auth_group"' in query["sql"] for query in asked))
            lecturer(title, parent=there.sunrise)
        assert counts[0] == counts[1]


class TestDeleting:
    def test_is_no_work_of_translators(self, client: Client, there: Neighbours) -> None:
        finnish = there.translation.get_target_instance()
        assert not finnish.live
        assert not offers(client, there.translator, there.harbour, "delete", there.draft)
        assert not offers(client, there.translator, finnish.get_parent(), "delete", finnish)
        for page in (finnish, there.draft):
            client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
            client.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={page.pk}")
            assert Page.objects.filter(pk=page.pk).exists()

    def test_is_offered_to_who_writes(self, client: Client, there: Neighbours) -> None:
        assert offers(client, there.editor, there.sunrise, "delete", there.own)
        client.post(reverse("wagtailadmin_pages:delete", args=[there.own.pk]))
        assert not Page.objects.filter(pk=there.own.pk).exists()


class TestPrivacy:
    def test_is_not_given_to_groups_whose_names_tell_of_others(self, client: Client, there: Neighbours) -> None:
        asked = shown(client, there.editor, "wagtailadmin_pages:set_privacy", there.own.pk)
        assert "shared password" in asked
        assert "Harbour" not in asked
        sent = {"restriction_type": "groups", "groups": there.person.managed_by.pk}
        client.post(reverse("wagtailadmin_pages:set_privacy", args=[there.own.pk]), sent)
        assert not there.own.get_view_restrictions()
        client.post(reverse("wagtailadmin_pages:set_privacy", args=[there.own.pk]), {"restriction_type": "login"})
        assert [found.restriction_type for found in there.own.get_view_restrictions()] == ["login"]


class TestWhoDidIt:
    """The editor of Harbour has worked on their page, and asked for approval."""

    def test_is_told_of_nobody_elses_pages(self, client: Client, there: Neighbours) -> None:
        worker = User.objects.get(groups=there.person.managed_by)
        Workflow.objects.get().start(there.draft, worker)
        lists = [
            ("wagtailadmin_explore", there.sunrise.pk),
            ("wagtailadmin_pages:type_use", "lecturers", "lecturerpage"),
            ("wagtailadmin_reports:workflow",),
        ]
        for view, *args in lists:
            assert worker.name not in shown(client, there.editor, view, *args), view
            assert worker.email not in shown(client, there.editor, view, *args), view
            assert worker.name in shown(client, there.network, view, *args), view

    def test_is_told_of_colleagues(self, client: Client, there: Neighbours) -> None:
        there.own.save_revision(user=there.editor, log_action=True)
        listed = shown(client, there.editor, "wagtailadmin_explore", there.sunrise.pk)
        assert "Edited by" in listed
        assert there.editor.name in listed

    @pytest.mark.parametrize("report", ["site_history", "page_types_usage"])
    def test_reports_on_everybody_are_the_networks(self, client: Client, there: Neighbours, report: str) -> None:
        address = reverse(f"wagtailadmin_reports:{report}")
        for user in (there.editor, there.translator):
            assert address not in shown(client, user, "wagtailadmin_home")
            assert client.get(address).status_code == 302
        assert address in shown(client, there.network, "wagtailadmin_home")
        assert client.get(address).status_code == 200
