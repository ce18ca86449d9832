from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_save


class NetworkConfig(AppConfig):
    name = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from network.models import OrganisationPage
        from network.rights import Rights
        from network.roles import give_to_editors
        from pages.models import BasePage

        post_save.connect(give_to_editors, OrganisationPage, dispatch_uid="network")
        BasePage.rights = Rights
        import_module("network.document")  # registers the kind
