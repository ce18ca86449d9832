from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.log_actions import LogActionRegistry, LogFormatter

from people.models import Purpose
from people.viewsets import PeopleViewSetGroup, PersonChooserViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet | ViewSetGroup]:
    return [PeopleViewSetGroup(), PersonChooserViewSet()]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("people.record_consent")
    class Recorded(LogFormatter):
        label = _("Record consent")

        def format_message(self, entry: Any) -> str:
            purpose = Purpose(entry.data["purpose"]).label
            return gettext("Consent recorded: %(purpose)s") % {"purpose": purpose}

    @actions.register_action("people.withdraw_consent")
    class Withdrawn(LogFormatter):
        label = _("Withdraw consent")

        def format_message(self, entry: Any) -> str:
            purpose = Purpose(entry.data["purpose"]).label
            return gettext("Consent withdrawn: %(purpose)s") % {"purpose": purpose}
