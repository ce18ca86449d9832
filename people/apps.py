from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, pre_save
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("people")
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail import permissions
        from wagtail.admin.views.account import NameEmailSettingsPanel
        from wagtail.models import ModelLogEntry

        from people import receivers
        from people.forms import AccountForm
        from people.models import Consent, Person
        from people.permissions import PersonPermissionPolicy

        post_migrate.connect(receivers.load_texts_after_migrate, sender=self)
        post_delete.connect(receivers.delete_proof_file, sender=Consent)
        pre_save.connect(receivers.hide_names_in_log, sender=ModelLogEntry)
        # Wagtail asks every account for a first and a last name and has no setting for the form.
        NameEmailSettingsPanel.form_class = AccountForm
        # From 8.0 on Wagtail asks a registry for what it asks our viewset for until then.
        if register := getattr(permissions, "register_permission_policy", None):
            register(Person, PersonPermissionPolicy(Person))


class UsersConfig(WagtailUsersAppConfig):
    """Stands in INSTALLED_APPS in place of `wagtail.users`: accounts with an e-mail address and one name."""

    default = False
    user_viewset = "people.viewsets.UserViewSet"
