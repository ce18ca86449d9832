"""Lecturers for members, in the menu of whoever is signed in; and what to know when a profile changes hands."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from documents.building import owner_of
from lecturers import views
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from network.roles import editors_of
from people.models import Person


@hooks.register("register_admin_urls")
def members_urls() -> list[URLPattern]:
    return [
        path("members/", views.MembersView.as_view(), name="members"),
        path("members/<uuid:key>/", views.profile, name="members_profile"),
    ]


@hooks.register("register_admin_menu_item")
def members_in_menu() -> MenuItem:
    return MenuItem(_("For members"), reverse("members"), icon_name="group", order=240)


@hooks.register("after_delete_page")
def say_what_is_left_of_a_profile(request: HttpRequest, page: Page) -> None:
    """Whoever deletes a profile may think that all of it is gone."""
    if not isinstance(page, LecturerPage):
        return
    versions = LecturerPage.objects.filter(translation_key=page.translation_key, alias_of=None)
    for left in versions.select_related("locale"):
        said = gettext("“%(page)s” is still here in %(language)s.") % {
            "page": left.get_admin_display_title(),
            "language": left.locale.get_display_name(),
        }
        button = messages.button(reverse("wagtailadmin_pages:delete", args=[left.pk]), gettext("Delete it, too"))
        messages.warning(request, said, buttons=[button])
    person = page.person_id and Person.objects.for_user(request.user).filter(pk=page.person_id).first()
    if person:
        button = messages.button(reverse("persons:inspect", args=[person.pk]), gettext("Open the person"))
        said = gettext("The person behind the page is still on record, with all that they have consented to.")
        messages.warning(request, said, buttons=[button])


@hooks.register("after_move_page")
def say_who_looks_after_the_person(request: HttpRequest, page: Page) -> None:
    """The page has gone to other editors; the person's data and consent have not gone with it."""
    moved = LecturerPage.objects.filter(pk=page.pk).first()
    owner = moved and owner_of(moved, OrganisationPage)
    person = Person.objects.for_user(request.user).filter(lecturer_pages=moved).first() if moved else None
    if moved and owner and person and person.managed_by != editors_of(owner):
        said = gettext(
            "“%(page)s” now belongs to %(owner)s. The person behind it is still looked after by “%(group)s”: "
            "only these editors see them and can record their consent."
        ) % {
            "page": moved.get_admin_display_title(),
            "owner": owner.title,
            "group": person.managed_by or gettext("the whole network"),
        }
        button = messages.button(reverse("persons:edit", args=[person.pk]), gettext("Hand over the person"))
        messages.warning(request, said, buttons=[button])
