"""Screens of Wagtail and wagtail-localize, each for what the editor may do and see."""

import json
from typing import Any

from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.views.chooser import ExternalLinkView as AnyExternalLinkView
from wagtail.permissions import page_permission_policy
from wagtail_localize.views.report import TranslationsReportView as AllTranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView as SubmitAnyPageView
from wagtail_localize.views.update_translations import UpdateTranslationsView as UpdateAndPublishView

from pages.models import BasePage
from pages.versions import source_of
from people.models import User
from publishing.access import seen_by


class TranslationsReportView(AllTranslationsReportView):
    """The translations of pages within the editor's reach."""

    def get_queryset(self) -> QuerySet:
        return translations_for(self.request.user)


def translations_for(user: User) -> QuerySet:
    """What the report lists for this account, each with `waiting_for_translation`."""
    mine = page_permission_policy.instances_user_has_any_permission_for(user, ["change", "publish"])
    translations: QuerySet = AllTranslationsReportView().get_queryset()
    return translations.filter(source__object_id__in=mine.values("translation_key")).order_by(
        "-source__last_updated_at", "target_locale__language_code", "pk"
    )


class SubmitPageTranslationView(SubmitAnyPageView):
    """Begins translations from the original only: one made from a translation would follow that."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.get_object()
        original = source_of(page) if isinstance(page, BasePage) else page
        if original == page:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)
            return response
        said = gettext("“%(page)s” is a translation. Others are made from its original, “%(original)s”.")
        names = {"page": page.get_admin_display_title(), "original": original.get_admin_display_title()}
        messages.warning(request, said % names)
        return redirect("wagtail_localize:submit_page_translation", original.pk)


class UpdateTranslationsView(UpdateAndPublishView):
    """Offers to publish at once only to those who may publish every one of these translations."""

    def get_form(self) -> Any:
        form = super().get_form()
        targets = [translation.get_target_instance() for translation in self.object.translations.filter(enabled=True)]
        if not all(page.permissions_for_user(self.request.user).can_publish() for page in targets):
            field = form.fields["publish_translations"]
            field.disabled, field.widget = True, HiddenInput()
        return form


class ExternalLinkView(AnyExternalLinkView):
    """Offers to link to the page at an address only if the editor sees it, and so does not tell that it is there."""

    def post(self, request: Any) -> HttpResponse:
        response: HttpResponse = super().post(request)
        told = json.loads(response.content)
        page = told.get("internal", told.get("result", {})).get("id")
        if page is None or seen_by(request.user).filter(pk=page).exists():
            return response
        plain: HttpResponse = self.render_chosen_response(self.get_result_data())
        return plain
