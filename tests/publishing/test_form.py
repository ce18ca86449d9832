"""The form speaks its editor's language, and says plainly what is wrong, with nothing lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from blog.models import BlogIndexPage
from home.models import HomePage
from lecturers.models import LecturerIndexPage, LecturerPage
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.people import new_user
from tests.network.filling import profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, settings: Any, tmp_path: Any) -> LecturerPage:
    settings.VAR_DIR = tmp_path
    site_tree()
    user = new_user(is_superuser=True)
    UserProfile.objects.create(user=user, preferred_language="fi")
    client.force_login(user)
    made: LecturerPage = lecturer(parent=organisation(), live=False)
    return made


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_countries_and_languages_are_called_as_the_editor_calls_them(client: Client, page: LecturerPage) -> None:
    form = client.get(edit(page)).content.decode()
    countries = re.findall(r'<option value="\w\w"[^>]*>([^<]+)', form[form.index('name="country"') :])
    assert countries[:3] == ["Afganistan", "Ahvenanmaa", "Alankomaat"]
    assert '<option value="ar">arabia</option>' in form
    assert "Netherlands" not in form


def test_of_a_long_list_what_is_chosen_stands_first(client: Client, page: LecturerPage) -> None:
    page.travels_to = ["FI", "BE"]
    page.save_revision()
    form = client.get(edit(page)).content.decode()
    boxes = re.findall(r'name="travels_to" value="(\w\w)"[^>]*?( checked)?>', form.replace("\n", " "))
    assert boxes[:3] == [("BE", " checked"), ("FI", " checked"), ("AF", "")]
    refused = client.post(edit(page), profile(page, title="") | {"travels_to": ["KE", "EE"]}).content.decode()
    assert re.findall(r'name="travels_to" value="(\w\w)"', refused)[:3] == ["KE", "EE", "AF"]


def test_a_choice_is_kept_whatever_it_is_called(client: Client, page: LecturerPage) -> None:
    client.post(edit(page), profile(page, country="NL"))
    assert LecturerPage.objects.get(pk=page.pk).get_latest_revision_as_object().country == "NL"


def test_what_stands_twice_is_told_plainly_and_the_rest_is_kept(client: Client, page: LecturerPage) -> None:
    UserProfile.objects.update(preferred_language="en")
    row = {"level": "C1", "teaches": "on"}
    sent = profile(page, headline="Must not be lost") | {
        "languages-TOTAL_FORMS": "2", "languages-INITIAL_FORMS": "0",
        **{f"languages-{n}-{name}": value for n in (0, 1) for name, value in {**row, "language": "ar"}.items()},
        "languages-0-ORDER": "1", "languages-1-ORDER": "2",
    }  # fmt: skip
    answer = client.post(edit(page), sent).content.decode()
    assert "This stands here twice. Remove one of the two." in answer
    assert "which must be unique" not in answer
    assert 'value="Must not be lost"' in answer
    assert answer.count('<option value="ar" selected>') == 2


def test_no_field_speaks_of_slugs_and_tags(client: Client, page: LecturerPage) -> None:
    UserProfile.objects.update(preferred_language="en")
    form = client.get(edit(page)).content.decode()
    for word in ("Slug", "Title tag", "Meta description", "domain.com", "Choose a page"):
        assert f">{word}" not in form, word
    assert "Last part of the address" in form
    assert "Choose an organisation" in form


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", "Write to nadia@example.org"),
        ("summary", "nadia.o+x@mail.example.co.uk"),
        ("bio", '<p><a href="mailto:nadia@example.org">me</a></p>'),
        ("search_description", "nadia@example.org"),
        ("headline", "Call +358 40 123 4567"),
        ("bio", "<p>Call 040 123 4567</p>"),
    ],
)
def test_how_to_reach_somebody_is_not_published(client: Client, page: LecturerPage, field: str, value: str) -> None:
    UserProfile.objects.update(preferred_language="en")
    answer = client.post(edit(page), profile(page, **{field: value})).content.decode()
    assert "would be public here. Leave it out" in answer
    assert client.post(edit(page), profile(page, **{field: "@home, 20@30, 2019–2023"})).status_code == 302


def test_nobody_has_confirmed_anything_tomorrow(client: Client, page: LecturerPage) -> None:
    UserProfile.objects.update(preferred_language="en")
    today = timezone.localdate()
    answer = client.post(edit(page), profile(page, confirmed_on=(today + timedelta(days=2)).isoformat()))
    assert "This day is still to come." in answer.text
    assert client.post(edit(page), profile(page, confirmed_on=today.isoformat())).status_code == 302


def test_not_even_in_a_row_of_a_list(client: Client, page: LecturerPage) -> None:
    UserProfile.objects.update(preferred_language="en")
    row = {"name": "Elsewhere", "role": "call nadia@example.org"}
    answer = client.post(edit(page), profile(page, rows={"affiliations": [row]})).content.decode()
    assert "“nadia@example.org” would be public here. Leave it out" in answer
    assert "nadia@example.org" not in str(
        LecturerPage.objects.get(pk=page.pk).get_latest_revision_as_object().affiliations
    )


def test_profiles_and_organisations_can_be_scheduled(client: Client, page: LecturerPage) -> None:
    for shown in (page, page.get_parent()):
        form = client.get(reverse("wagtailadmin_pages:edit", args=[shown.pk])).content.decode()
        assert 'name="go_live_at"' in form
        assert 'name="expire_at"' in form


def test_an_address_that_was_left_empty_is_made_of_the_title(client: Client, page: LecturerPage) -> None:
    add = reverse("wagtailadmin_pages:add", args=["lecturers", "lecturerpage", page.get_parent().pk])
    for _twice in range(2):
        client.post(add, profile(page, title="Åsa Example", slug=""))
    assert set(LecturerPage.objects.exclude(pk=page.pk).values_list("slug", flat=True)) == {
        "åsa-example",
        "åsa-example-2",
    }


def test_an_address_that_was_emptied_stays(client: Client, page: LecturerPage) -> None:
    client.post(edit(page), profile(page, title="Another name", slug=""))
    assert LecturerPage.objects.get(pk=page.pk).get_latest_revision_as_object().slug == page.slug


@pytest.mark.parametrize("model", [HomePage, LecturerIndexPage, BlogIndexPage])
def test_nor_is_it_on_the_front_page_or_a_list(client: Client, page: LecturerPage, model: type[Page]) -> None:
    UserProfile.objects.update(preferred_language="en")
    shown: Any = model.objects.first()
    form = client.get(edit(shown)).context["form"]
    sent = nested_form_data({"comments": inline_formset([])})
    sent |= {field.html_name: field.value() or "" for field in form}
    sent["summary"] = "Call +358 40 123 4567"
    assert "would be public here. Leave it out" in client.post(edit(shown), sent).text
    assert client.post(edit(shown), {**sent, "summary": "Call us"}).status_code == 302
